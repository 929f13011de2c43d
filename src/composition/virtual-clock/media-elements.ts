import type { ClockScope } from './clock-scope';
import { MediaPlayhead } from './media-playhead';
import { hasSource, isVideo, loadMetadata, seekMedia, type NativeMedia } from './media-seek';
import { nativeAccessor, nativeMethod, type PropertyPatches } from './property-patches';
import type { VirtualTime } from './virtual-time';

/** One element on virtual time: natively paused, sought by hand. */
interface Track {
  readonly playhead: MediaPlayhead;
  /** Whether its `autoplay` attribute may still start it. */
  mayAutoplay: boolean;
  /** What the element shows, in seconds; null: nothing was sought yet. */
  shown: number | null;
  /** How it was before the clock; null when it was made or first used since. */
  readonly before: { currentTime: number; playing: boolean; preload: HTMLMediaElement['preload'] } | null;
  /** Stops listening to the element. */
  readonly forget: () => void;
}

/** `<video>` and `<audio>` in scope, and detached ones the page makes or uses, on virtual time. */
export class VirtualMediaElements {
  readonly #page: Window & typeof globalThis;
  readonly #time: VirtualTime;
  readonly #scope: ClockScope;
  readonly #native: NativeMedia;
  readonly #tracks = new Map<HTMLMediaElement, Track>();

  constructor(page: Window & typeof globalThis, patches: PropertyPatches, time: VirtualTime, scope: ClockScope) {
    this.#page = page;
    this.#time = time;
    this.#scope = scope;
    const { prototype } = page.HTMLMediaElement;
    this.#native = {
      play: nativeMethod(prototype, 'play'),
      pause: nativeMethod(prototype, 'pause'),
      requestVideoFrameCallback: nativeMethod(page.HTMLVideoElement.prototype, 'requestVideoFrameCallback'),
      currentTime: nativeAccessor(prototype, 'currentTime'),
      paused: nativeAccessor(prototype, 'paused'),
    };
    this.#patchElements(patches);
    this.#patchConstruction(patches);
    for (const element of this.#inScope()) this.#adopt(element, true);
  }

  /**
   * Shows every element at the present virtual time. Returns the videos whose picture is another now.
   *
   * @throws ExportError `capture` (media-failed), `cancelled`
   */
  async seek(signal: AbortSignal): Promise<HTMLVideoElement[]> {
    for (const element of this.#inScope()) this.#adopt(element, false);
    const elements = [...this.#tracks.keys()];
    const changed = await Promise.all(elements.map((element) => this.#show(element, signal)));
    return elements.filter((_, i) => changed[i]).filter(isVideo);
  }

  /** Where the page believes the element to be, in seconds. */
  positionOf(element: HTMLMediaElement): number {
    return this.#tracks.get(element)?.playhead.position ?? this.#native.currentTime.get(element);
  }

  /** Gives the elements back: those from before the clock as they were, later ones playing on or not. */
  release(playOn: boolean): void {
    for (const [element, track] of this.#tracks) this.#release(element, track, playOn);
    this.#tracks.clear();
  }

  #inScope(): HTMLMediaElement[] {
    return this.#scope.querySelectorAll<HTMLMediaElement>('video, audio');
  }

  async #show(element: HTMLMediaElement, signal: AbortSignal): Promise<boolean> {
    const track = this.#tracks.get(element)!;
    const { playhead } = track;
    if (!this.#scope.containsOrDetached(element)) {
      // It was detached when it was made, and belongs to another part of the page.
      this.#tracks.delete(element);
      this.#release(element, track, true);
      return false;
    }
    if (element.autoplay && track.mayAutoplay && hasSource(element)) {
      track.mayAutoplay = false;
      this.#native.pause(element);
      playhead.play();
      this.#dispatch(element, 'play', 'playing');
    }
    const untouched = !playhead.playing && track.shown === null && playhead.position === 0;
    if (untouched || !hasSource(element)) return false;
    await loadMetadata(element, signal);
    const { position, ended } = playhead;
    const changed = position !== track.shown;
    if (changed) {
      await seekMedia(element, this.#native, position, signal);
      track.shown = position;
    }
    if (ended && playhead.playing) {
      playhead.pause();
      this.#dispatch(element, 'pause', 'ended');
    }
    return changed;
  }

  #adopt(element: HTMLMediaElement, fromBefore: boolean): Track {
    const known = this.#tracks.get(element);
    if (known !== undefined) return known;
    const playing = !this.#native.paused.get(element);
    const currentTime = this.#native.currentTime.get(element);
    // A new element may have played for some real milliseconds; in virtual time they never were.
    const position = fromBefore || !playing ? currentTime : 0;
    const playhead = new MediaPlayhead(element, this.#time, position, playing);
    const onEmptied = (): void => {
      // Another source was set: it begins at its start.
      playhead.moveTo(0);
      track.shown = null;
      track.mayAutoplay = true;
    };
    element.addEventListener('emptied', onEmptied);
    const track: Track = {
      playhead,
      mayAutoplay: !playing && element.readyState < HTMLMediaElement.HAVE_ENOUGH_DATA,
      shown: null,
      before: fromBefore ? { currentTime, playing, preload: element.preload } : null,
      forget: () => element.removeEventListener('emptied', onEmptied),
    };
    this.#tracks.set(element, track);
    this.#native.pause(element);
    return track;
  }

  #release(element: HTMLMediaElement, { before, playhead, forget }: Track, playOn: boolean): void {
    forget();
    if (before !== null) {
      element.preload = before.preload;
      this.#native.currentTime.set(element, before.currentTime);
    }
    if (before?.playing ?? (playOn && playhead.playing)) {
      // A browser that forbids sound without a gesture leaves it paused, as it would have without us.
      this.#native.play(element).catch(() => undefined);
    }
  }

  #dispatch(element: HTMLMediaElement, ...types: string[]): void {
    for (const type of types) element.dispatchEvent(new this.#page.Event(type));
  }

  /** The playhead of an element the page uses; null when it is none of ours and stays on real time. */
  #playheadOf(element: HTMLMediaElement): MediaPlayhead | null {
    return this.#trackOf(element)?.playhead ?? null;
  }

  /** The same for a page that takes the element in hand, after which it no longer starts by itself. */
  #takeInHand(element: HTMLMediaElement): MediaPlayhead | null {
    const track = this.#trackOf(element);
    if (track === null) return null;
    track.mayAutoplay = false;
    return track.playhead;
  }

  #trackOf(element: HTMLMediaElement): Track | null {
    const known = this.#tracks.get(element);
    if (known !== undefined) return known;
    return this.#scope.containsOrDetached(element) ? this.#adopt(element, false) : null;
  }

  /** Playing, pausing and reading the time keep their meaning, in virtual time. */
  #patchElements(patches: PropertyPatches): void {
    const { prototype } = this.#page.HTMLMediaElement;
    const native = this.#native;
    const playheadOf = (element: HTMLMediaElement): MediaPlayhead | null => this.#playheadOf(element);
    const takeInHand = (element: HTMLMediaElement): MediaPlayhead | null => this.#takeInHand(element);
    // As in a browser, the events come after the call that caused them.
    const announce = (element: HTMLMediaElement, ...types: string[]): void => {
      queueMicrotask(() => this.#dispatch(element, ...types));
    };

    patches.value(prototype, 'play', function (this: HTMLMediaElement) {
      const playhead = takeInHand(this);
      if (playhead === null) return native.play(this);
      if (!playhead.playing) announce(this, 'play', 'playing');
      playhead.play();
      return Promise.resolve();
    });
    patches.value(prototype, 'pause', function (this: HTMLMediaElement) {
      const playhead = takeInHand(this);
      if (playhead === null) {
        native.pause(this);
        return;
      }
      if (playhead.playing) announce(this, 'pause');
      playhead.pause();
    });
    patches.accessor(
      prototype,
      'currentTime',
      function () {
        return playheadOf(this)?.position ?? native.currentTime.get(this);
      },
      function (seconds) {
        const playhead = playheadOf(this);
        if (playhead === null) native.currentTime.set(this, seconds);
        else playhead.moveTo(Math.max(0, seconds));
      },
    );
    patches.accessor(prototype, 'paused', function () {
      const playhead = playheadOf(this);
      return playhead === null ? native.paused.get(this) : !playhead.playing;
    });
    const ended = nativeAccessor(prototype, 'ended');
    patches.accessor(prototype, 'ended', function () {
      return playheadOf(this)?.ended ?? ended.get(this);
    });
    const playbackRate = nativeAccessor(prototype, 'playbackRate');
    patches.accessor(
      prototype,
      'playbackRate',
      function () {
        return playbackRate.get(this);
      },
      function (rate) {
        const playhead = playheadOf(this);
        // What was played so far was played at the old rate.
        playhead?.moveTo(playhead.position);
        playbackRate.set(this, rate);
      },
    );
  }

  /** Elements made under the clock start under it, whether or not they ever reach the document. */
  #patchConstruction(patches: PropertyPatches): void {
    const { Document, HTMLMediaElement, Audio } = this.#page;
    const createElement = nativeMethod(Document.prototype, 'createElement');
    const adopt = (element: HTMLMediaElement): void => void this.#adopt(element, false);
    patches.value(
      Document.prototype,
      'createElement',
      function (this: Document, ...args: Parameters<Document['createElement']>) {
        const element = createElement(this, ...args);
        if (element instanceof HTMLMediaElement) adopt(element);
        return element;
      },
    );
    patches.value(
      this.#page,
      'Audio',
      new Proxy(Audio, {
        construct: (target, args: unknown[], newTarget) => {
          const element = Reflect.construct(target, args, newTarget) as HTMLAudioElement;
          adopt(element);
          return element;
        },
      }),
    );
  }
}
