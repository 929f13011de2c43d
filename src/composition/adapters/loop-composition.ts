import type { Composition, FrameContext, Layer, RenderSession, Stage } from '../composition';
import { frameTime } from '../frame-rate';
import { clockGone } from '../virtual-clock/clock-errors';
import { installVirtualClock, type VirtualClock } from '../virtual-clock/virtual-clock';

/** A script that is running. */
export interface RunningLoop {
  /** What it shows, bottom first. */
  layers: readonly Layer[] | (() => readonly Layer[]);
  /** Frees what it holds. Its timers and animation frames end by themselves. */
  stop?(): void;
}

export interface LoopCompositionOptions<Assets> extends Omit<Composition, 'open' | 'stateful'> {
  /** Fetches what the script needs, in real time, before its clock exists. */
  load?: (stage: Stage) => Assets | Promise<Assets>;
  /**
   * Starts the script at virtual time 0. It must not wait for a timer or an animation frame, since time moves only when
   * frames are asked for; import here, not above, a library that keeps `performance.now` or `requestAnimationFrame` for
   * itself when it loads. Called again, on an emptied root, when an earlier frame is asked for.
   */
  start: (stage: Stage, assets: Assets) => RunningLoop | Promise<RunningLoop>;
  /** What `Date` shows at time 0, in ms since the epoch. Default: 2000-01-01T00:00:00Z. */
  epochMs?: number;
}

/**
 * A composition from a script that runs freely and knows nothing of frames: `requestAnimationFrame`, timers,
 * `performance.now`, `Date`, `Math.random`, CSS animations, videos. From `open` to `dispose` the whole page is on a
 * virtual clock (see `installVirtualClock`), so only one such session can be open at a time, and whatever else of the
 * page must keep moving meanwhile needs real time.
 *
 * @example
 * ```ts
 * export default fromLoop({
 *   id: 'loop', name: 'Loop', width: 1280, height: 720, frameRate: 30, durationInFrames: 300,
 *   start({ width, height }) {
 *     const canvas = Object.assign(document.createElement('canvas'), { width, height });
 *     const context = canvas.getContext('2d')!;
 *     requestAnimationFrame(function tick() {
 *       context.fillRect(performance.now() / 10, Math.random() * height, 4, 4);
 *       requestAnimationFrame(tick);
 *     });
 *     return { layers: [{ source: canvas }] };
 *   },
 * });
 * ```
 */
export function fromLoop<Assets = undefined>(options: LoopCompositionOptions<Assets>): Composition {
  const { load, start, epochMs, ...about } = options;
  return {
    ...about,
    // A frame is what all frames before it led to.
    stateful: true,
    async open(stage) {
      const assets = (await load?.(stage)) as Assets;
      const session = new LoopSession(stage, () => start(stage, assets), {
        seed: about.id,
        root: stage.root,
        ...(epochMs === undefined ? {} : { epochMs }),
      });
      await session.start();
      return session;
    },
  };
}

class LoopSession implements RenderSession {
  readonly #stage: Stage;
  readonly #startScript: () => RunningLoop | Promise<RunningLoop>;
  readonly #clockOptions: Parameters<typeof installVirtualClock>[0];
  #clock: VirtualClock | null = null;
  #loop: RunningLoop | null = null;
  #drawn = -1;

  constructor(
    stage: Stage,
    startScript: () => RunningLoop | Promise<RunningLoop>,
    clockOptions: Parameters<typeof installVirtualClock>[0],
  ) {
    this.#stage = stage;
    this.#startScript = startScript;
    this.#clockOptions = clockOptions;
    // An abort gives the page its time back at once, even if nobody is left to dispose of the session.
    stage.signal.addEventListener('abort', () => this.dispose(), { once: true });
  }

  /** @throws ExportError `capture` (clock-busy), or what the script throws; then the page has its time back. */
  async start(): Promise<void> {
    this.#clock = installVirtualClock(this.#clockOptions);
    try {
      this.#loop = await this.#startScript();
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Steps through every frame up to this one. An earlier frame starts the script over. */
  async renderFrame(frame: number, { signal }: FrameContext): Promise<void> {
    if (frame < this.#drawn) {
      this.dispose();
      this.#stage.root.replaceChildren();
      this.#drawn = -1;
      await this.start();
    }
    while (this.#drawn < frame) {
      const next = this.#drawn + 1;
      await this.#runningClock.advanceTo(frameTime(next, this.#stage.frameRate) * 1000, signal);
      this.#drawn = next;
    }
  }

  layers(): readonly Layer[] {
    const layers = this.#loop?.layers ?? [];
    return typeof layers === 'function' ? layers() : layers;
  }

  get #runningClock(): VirtualClock {
    if (this.#clock === null) throw clockGone();
    return this.#clock;
  }

  dispose(): void {
    const loop = this.#loop;
    this.#loop = null;
    try {
      loop?.stop?.();
    } finally {
      // Whatever the script does, the page gets its time back.
      this.#clock?.uninstall('drop');
      this.#clock = null;
    }
  }
}
