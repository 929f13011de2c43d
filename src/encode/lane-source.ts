import type { FfmpegCoreUrls } from './ffmpeg/ffmpeg-lane';

/**
 * Workers that encode beside each other, as whoever uses them sees them. They are started when first opened, on the page,
 * which alone can start them in whatever way the host's content security policy allows.
 */
export interface LaneSource {
  /** How many there are. */
  readonly count: number | Promise<number>;
  /** Of lanes that run ffmpeg: where the host serves it; null where it does not. */
  readonly core: FfmpegCoreUrls | null | Promise<FfmpegCoreUrls | null>;
  /**
   * Starts a lane, or starts it anew after it was lost or ended. Over the port it speaks its engine's own protocol.
   *
   * @throws ExportError `worker-crash`
   */
  open(index: number): Promise<MessagePort>;
  /** Resolves with why, when the lane opened last under this index dies. Pends for ever when it does not. */
  lost(index: number): Promise<string>;
  /** Stops a lane at once, whatever it does. */
  end(index: number): Promise<void> | void;
}
