import type { Composition, Stage } from '../composition';
import { ExportError, throwIfAborted } from '../../errors';

/** The part of a Lottie file that says how large, how fast and how long it is (Lottie specification, "Animation"). */
export interface LottieData {
  /** Pixels. */
  readonly w: number;
  readonly h: number;
  /** Frames per second. */
  readonly fr: number;
  /** First frame, and the one after the last. */
  readonly ip: number;
  readonly op: number;
}

/** What is used of lottie-web: its module's default export, or one of its lighter builds. */
export interface LottiePlayer {
  loadAnimation(options: {
    container: Element;
    renderer: 'canvas' | 'svg';
    loop: boolean;
    autoplay: boolean;
    animationData: unknown;
    rendererSettings: Record<string, unknown>;
  }): LottieAnimation;
}

interface LottieAnimation {
  addEventListener(name: 'DOMLoaded' | 'data_failed' | 'error', callback: (event?: unknown) => void): () => void;
  goToAndStop(frame: number, isFrame: boolean): void;
  destroy(): void;
}

/** Size, rate and length are the animation's own unless given. */
export interface LottieCompositionOptions extends Partial<Omit<Composition, 'id' | 'name' | 'open' | 'stateful'>> {
  id: string;
  name: string;
  /** The parsed Lottie file. It is copied: the player writes into what it is given. */
  data: LottieData;
  /** The lottie-web module. */
  player: LottiePlayer;
  /** `canvas` (default) draws at the stage's size; `svg` is a DOM layer. */
  renderer?: 'canvas' | 'svg';
  /** What comes after its last frame: it starts again (default), or the last frame stays. */
  loop?: boolean;
  /** As SVG's `preserveAspectRatio`. Default `xMidYMid meet`. */
  preserveAspectRatio?: string;
}

/**
 * A composition from a Lottie animation, stepped to the exact instant of each frame, between its own frames too.
 *
 * @example
 * ```ts
 * import lottie from 'lottie-web';
 * import data from './confetti.json';
 *
 * export default fromLottie({ id: 'confetti', name: 'Confetti', data, player: lottie, background: '#101020' });
 * ```
 */
export function fromLottie(options: LottieCompositionOptions): Composition {
  const { data, player, renderer = 'canvas', loop = true, preserveAspectRatio = 'xMidYMid meet', ...about } = options;
  const lengthInFrames = data.op - data.ip;
  return {
    width: data.w,
    height: data.h,
    frameRate: data.fr,
    durationInFrames: Math.max(1, Math.round(lengthInFrames)),
    ...about,
    async open(stage) {
      const container = createContainer(stage);
      const animation = player.loadAnimation({
        container,
        renderer,
        loop: false,
        autoplay: false,
        animationData: structuredClone(data),
        // One canvas pixel per stage pixel on every display.
        rendererSettings: { preserveAspectRatio, ...(renderer === 'canvas' ? { dpr: 1, clearCanvas: true } : {}) },
      });
      const dispose = (): void => {
        animation.destroy();
        container.remove();
      };
      try {
        await loaded(animation, stage.signal);
      } catch (error) {
        dispose();
        throw error;
      }
      const source = container.querySelector('canvas') ?? container;
      return {
        renderFrame(_frame, { time }) {
          const position = time * data.fr;
          // The player clamps to its last frame by itself.
          animation.goToAndStop(loop ? position % lengthInFrames : position, true);
        },
        layers: () => [{ source }],
        dispose,
      };
    },
  };
}

function createContainer(stage: Stage): HTMLElement {
  const container = document.createElement('div');
  Object.assign(container.style, { position: 'absolute', inset: '0' });
  stage.root.append(container);
  return container;
}

/** The player says `DOMLoaded` once fonts and images are there too. */
async function loaded(animation: LottieAnimation, signal: AbortSignal): Promise<void> {
  throwIfAborted(signal, 'prepare');
  await new Promise<void>((resolve, reject) => {
    const fail = (cause?: unknown): void => reject(lottieFailed(cause));
    animation.addEventListener('DOMLoaded', () => resolve());
    animation.addEventListener('data_failed', fail);
    animation.addEventListener('error', fail);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  throwIfAborted(signal, 'prepare');
}

function lottieFailed(cause: unknown): ExportError {
  return new ExportError('capture', {
    detail: 'open-failed',
    stage: 'prepare',
    message: 'The Lottie animation could not be loaded.',
    remedy: 'Check that the file is a Lottie animation and that its images can be read from this page.',
    cause,
  });
}
