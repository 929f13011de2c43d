import type { Composition, Layer, Stage } from '../composition';

/** Anything that can be sent to an instant: a timeline library, a scene graph, a paused animation. */
export interface SeekablePlayer {
  /** Goes to `timeSeconds`. When it returns a promise, that settles it. */
  seek(timeSeconds: number): void | Promise<void>;
  /** Resolves when everything the last `seek` set off is drawn, for players that do not tell by `seek` itself. */
  settled?(): Promise<void>;
  /** What it shows, bottom first. */
  layers(): readonly Layer[];
  dispose?(): void;
}

export interface SeekableCompositionOptions extends Omit<Composition, 'open' | 'stateful'> {
  /** Makes a player for a stage; DOM layers go into `stage.root`. */
  create: (stage: Stage) => SeekablePlayer | Promise<SeekablePlayer>;
}

/**
 * A composition from a player with a `seek`. Every frame must follow from its time alone.
 *
 * @example
 * ```ts
 * export default fromSeekable({
 *   id: 'intro', name: 'Intro', width: 1920, height: 1080, frameRate: 30, durationInFrames: 150,
 *   create({ root }) {
 *     root.innerHTML = '<h1>Hello</h1>';
 *     const source = root.firstElementChild as HTMLElement;
 *     const animation = source.animate({ opacity: [0, 1] }, { duration: 2000, fill: 'both' });
 *     animation.pause();
 *     return {
 *       seek: (time) => void (animation.currentTime = time * 1000),
 *       layers: () => [{ source }],
 *     };
 *   },
 * });
 * ```
 */
export function fromSeekable(options: SeekableCompositionOptions): Composition {
  const { create, ...about } = options;
  return {
    ...about,
    async open(stage) {
      const player = await create(stage);
      return {
        async renderFrame(_frame, { time }) {
          await player.seek(time);
          await player.settled?.();
        },
        layers: () => player.layers(),
        dispose: () => player.dispose?.(),
      };
    },
  };
}
