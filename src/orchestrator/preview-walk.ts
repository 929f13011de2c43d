import { realNow, yieldToEventLoop } from '../composition/real-time';
import { throwIfAborted } from '../errors';
import type { SessionSeeker } from './session-seeker';

/** Milliseconds the page may be kept busy before it gets a turn to paint and to hear the user. */
const busyLimitMs = 12;
/** Milliseconds after which a walk to a frame far away shows how far it is. */
const glimpseIntervalMs = 50;

/** Brings frames onto the stage, the newest request first: there is one walk at a time, and it follows the newest. */
export class PreviewWalk {
  #wanted = -1;
  #shown: number | null = null;
  #walking: Promise<void> | null = null;

  constructor(
    private readonly seeker: SessionSeeker,
    private readonly signal: AbortSignal,
  ) {}

  /** The frame on the stage; null when there is none that can be relied on. */
  get shownFrame(): number | null {
    return this.#shown;
  }

  /** Resolves when the newest frame asked for, which may be later than `frame`, is on the stage. */
  async to(frame: number): Promise<void> {
    throwIfAborted(this.signal, 'render');
    this.#wanted = frame;
    if (this.#shown !== frame || this.#walking) await (this.#walking ??= this.#walk());
  }

  /** Shows the layers of the last frame as they are now. */
  refresh(): void {
    // A walk under way shows them itself, when the frame is whole.
    if (this.#walking === null && this.#shown !== null) this.seeker.present();
  }

  async #walk(): Promise<void> {
    let busySince = realNow();
    let glimpsedAt = busySince;
    try {
      while (this.#shown !== this.#wanted) {
        if (this.seeker.position !== this.#wanted) await this.seeker.stepTowards(this.#wanted);
        throwIfAborted(this.signal, 'render');
        const now = realNow();
        if (this.seeker.position === this.#wanted || now - glimpsedAt >= glimpseIntervalMs) {
          this.seeker.present();
          this.#shown = this.seeker.position;
          glimpsedAt = now;
        }
        if (now - busySince >= busyLimitMs) {
          await yieldToEventLoop();
          throwIfAborted(this.signal, 'render');
          busySince = realNow();
        }
      }
    } catch (thrown) {
      this.#shown = null;
      throw thrown;
    } finally {
      // Before anyone can hear that it is over: a request made then must start the next walk.
      this.#walking = null;
    }
  }
}
