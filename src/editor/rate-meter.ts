import { realNow } from './real-time';

/** Milliseconds that one measurement takes. */
const windowMs = 1000;

/** Counts the pictures that reach the stage. */
export class RateMeter {
  private shown: number | null = null;
  private pictures = 0;
  private since = realNow();

  /** To be told, once per screen refresh, which frame is on the stage. Gives pictures per second, once a second. */
  count(shownFrame: number | null): number | null {
    if (shownFrame !== this.shown) this.pictures += 1;
    this.shown = shownFrame;
    const elapsed = realNow() - this.since;
    if (elapsed < windowMs) return null;
    const rate = (this.pictures * 1000) / elapsed;
    this.pictures = 0;
    this.since += elapsed;
    return rate;
  }
}
