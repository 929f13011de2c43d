import type { VirtualTime } from './virtual-time';

/** Where a media element is in its own time, in seconds, as virtual time moves it. */
export class MediaPlayhead {
  readonly #element: HTMLMediaElement;
  readonly #time: VirtualTime;
  /** It stood at `#originPosition` when virtual time was `#originTime` ms. */
  #originTime: number;
  #originPosition: number;
  #playing: boolean;

  constructor(element: HTMLMediaElement, time: VirtualTime, position: number, playing: boolean) {
    this.#element = element;
    this.#time = time;
    this.#originTime = time.now;
    this.#originPosition = position;
    this.#playing = playing;
  }

  get playing(): boolean {
    return this.#playing;
  }

  get position(): number {
    if (!this.#playing) return this.#originPosition;
    const { duration, loop, playbackRate } = this.#element;
    const position = this.#originPosition + ((this.#time.now - this.#originTime) / 1000) * playbackRate;
    // Not known before the metadata is there.
    if (!(duration > 0)) return position;
    return loop ? position % duration : Math.min(position, duration);
  }

  get ended(): boolean {
    return !this.#element.loop && this.position >= this.#element.duration;
  }

  moveTo(position: number): void {
    this.#originPosition = position;
    this.#originTime = this.#time.now;
  }

  /** Goes on from here, or from the start when it had ended. */
  play(): void {
    this.moveTo(this.ended ? 0 : this.position);
    this.#playing = true;
  }

  pause(): void {
    this.moveTo(this.position);
    this.#playing = false;
  }
}
