import { realRequestAnimationFrame } from '../real-time';
import type { ClockScope } from './clock-scope';
import { nativeAccessor, nativeMethod, type NativeAccessor, type PropertyPatches } from './property-patches';
import type { VirtualTime } from './virtual-time';

/** One animation on virtual time: natively paused, moved by hand. Times in ms, `current` on its own timeline. */
interface Track {
  /** It stood at `originCurrent` when virtual time was `originTime`. */
  originTime: number;
  originCurrent: number;
  rate: number;
  /** What the page is told: whether time moves it. */
  running: boolean;
  /** Started since the last frame: it begins with the next one, as in a browser. */
  pending: boolean;
  /** Held by `animation-play-state` at the last frame. */
  heldByStyle: boolean;
  /** Where it was left, as the browser rounds it; anything else later means that the page moved it. */
  seen: number;
  /** How it was before the clock; null when it was made since. */
  readonly before: { currentTime: number; running: boolean; playbackRate: number } | null;
}

/** CSS animations, transitions and Web Animations of the elements in scope, on virtual time. */
export class VirtualAnimations {
  readonly #page: Window & typeof globalThis;
  readonly #time: VirtualTime;
  readonly #scope: ClockScope;
  readonly #tracks = new Map<Animation, Track>();
  readonly #native: Record<'play' | 'pause' | 'reverse', (animation: Animation) => void>;
  readonly #playState: NativeAccessor<Animation, AnimationPlayState>;
  readonly #timelineTime: () => number;
  /** Real timeline time when animations were last looked for. */
  #lastSweep: number;
  /** Virtual time of the last `seek`. */
  #lastSeek = 0;

  constructor(page: Window & typeof globalThis, patches: PropertyPatches, time: VirtualTime, scope: ClockScope) {
    this.#page = page;
    this.#time = time;
    this.#scope = scope;
    const prototype = page.Animation.prototype;
    this.#native = {
      play: nativeMethod(prototype, 'play'),
      pause: nativeMethod(prototype, 'pause'),
      reverse: nativeMethod(prototype, 'reverse'),
    };
    this.#playState = nativeAccessor(prototype, 'playState');
    const timelineTime = nativeAccessor(page.AnimationTimeline.prototype, 'currentTime');
    this.#timelineTime = () => toMs(timelineTime.get(page.document.timeline));
    this.#lastSweep = this.#timelineTime();
    this.#patchControls(patches);
    for (const animation of scope.getAnimations()) this.#adopt(animation, true);
  }

  /** Takes animations that began since the last look under the clock, at their start. */
  adoptNew(): void {
    for (const animation of this.#scope.getAnimations()) this.#adopt(animation, false);
    this.#lastSweep = this.#timelineTime();
  }

  /**
   * Puts every animation where it is in the present frame. Resolves when the browser has sent the events that follow
   * (`finish`, `animationend`, `transitionend` …); in a hidden tab it sends none.
   */
  async seek(): Promise<void> {
    this.adoptNew();
    let eventsDue = false;
    for (const [animation, track] of this.#tracks) {
      if (animation.currentTime === null || !this.#isInScope(animation)) this.#tracks.delete(animation);
      else if (this.#step(animation, track)) eventsDue = true;
    }
    this.#lastSeek = this.#time.now;
    // Browsers send animation events when they update the rendering, just before real animation frames.
    if (eventsDue && this.#page.document.visibilityState === 'visible') {
      await new Promise((resolve) => realRequestAnimationFrame(resolve));
    }
  }

  /** Gives every animation back: those from before the clock as they were, later ones playing on or not. */
  release(playOn: boolean): void {
    for (const [animation, track] of this.#tracks) {
      const { before, running } = track;
      if (before !== null) {
        animation.playbackRate = before.playbackRate;
        animation.currentTime = before.currentTime;
      }
      if (before?.running ?? (playOn && running)) this.#native.play(animation);
    }
    this.#tracks.clear();
  }

  /**
   * Moves one animation to the present; true when events follow. What the page did to it since the last seek counts from
   * there, since a document's timeline stands still between frames.
   */
  #step(animation: Animation, track: Track): boolean {
    if (track.running && this.#playState.get(animation) === 'finished') track.running = false;
    const wasHeld = track.heldByStyle;
    track.heldByStyle = isPausedByStyle(this.#page, animation);
    if (toMs(animation.currentTime) !== track.seen || animation.playbackRate !== track.rate) {
      setOrigin(animation, track, this.#lastSeek);
    }
    if (track.pending || wasHeld || !track.running) setOrigin(animation, track, this.#time.now);
    track.pending = false;
    if (!track.running) return false;

    const target = track.originCurrent + (this.#time.now - track.originTime) * track.rate;
    if (target === track.originCurrent) return false;
    const iteration = iterationOf(animation);
    const end = endOf(animation);
    if ((track.rate > 0 && target >= end) || (track.rate < 0 && target <= 0)) {
      track.running = false;
      animation.finish();
    } else {
      animation.currentTime = target;
    }
    track.seen = toMs(animation.currentTime);
    return !track.running || iterationOf(animation) !== iteration;
  }

  #adopt(animation: Animation, fromBefore: boolean): Track | null {
    const known = this.#tracks.get(animation);
    if (known !== undefined) return known;
    if (animation.currentTime === null || !this.#isInScope(animation)) return null;
    const state = this.#playState.get(animation);
    if (state === 'finished') return null;

    const currentTime = fromBefore ? toMs(animation.currentTime) : this.#startOf(animation);
    const { playbackRate } = animation;
    const running = state === 'running' || isPausedByStyle(this.#page, animation);
    const track: Track = {
      originTime: this.#time.now,
      originCurrent: currentTime,
      rate: playbackRate,
      running,
      pending: !fromBefore,
      heldByStyle: false,
      seen: currentTime,
      before: fromBefore ? { currentTime, running: state === 'running', playbackRate } : null,
    };
    this.#tracks.set(animation, track);
    this.#native.pause(animation);
    animation.currentTime = currentTime;
    track.seen = toMs(animation.currentTime);
    return track;
  }

  /** Where a new animation began: real time that has passed since then never was, in virtual time. */
  #startOf(animation: Animation): number {
    const { startTime, currentTime, playbackRate } = animation;
    if (startTime === null || toMs(startTime) < this.#lastSweep) return toMs(currentTime);
    return playbackRate < 0 ? endOf(animation) : 0;
  }

  #isInScope({ effect, timeline }: Animation): boolean {
    const target = effect !== null && 'target' in effect ? (effect as KeyframeEffect).target : null;
    return target !== null && timeline === this.#page.document.timeline && this.#scope.contains(target);
  }

  /** The page's own calls keep their meaning: `play` moves an animation with virtual time, `playState` says so. */
  #patchControls(patches: PropertyPatches): void {
    const { prototype } = this.#page.Animation;
    const animate = nativeMethod(this.#page.Element.prototype, 'animate');
    // Functions that take `this` from their caller and the rest from here.
    const adopt = (animation: Animation): Track | null => this.#adopt(animation, false);
    const track = (animation: Animation): Track | undefined => this.#tracks.get(animation);
    const stop = (animation: Animation, running: boolean): void => {
      const found = adopt(animation);
      if (found === null) return;
      this.#native.pause(animation);
      found.running = found.pending = running;
      found.seen = toMs(animation.currentTime);
    };
    const { play, pause, reverse } = this.#native;
    const playState = this.#playState;

    patches.value(this.#page.Element.prototype, 'animate', function (this: Element, keyframes, options) {
      const animation = animate(this, keyframes, options);
      adopt(animation);
      return animation;
    });
    patches.value(prototype, 'play', function (this: Animation) {
      play(this);
      stop(this, true);
    });
    patches.value(prototype, 'reverse', function (this: Animation) {
      const { playbackRate } = this;
      reverse(this);
      // Natively a new rate waits for real time to pass; a rate that is set does not.
      this.playbackRate = -playbackRate;
      stop(this, true);
    });
    const updatePlaybackRate = nativeMethod(prototype, 'updatePlaybackRate');
    patches.value(prototype, 'updatePlaybackRate', function (this: Animation, rate) {
      if (track(this) === undefined) updatePlaybackRate(this, rate);
      else this.playbackRate = rate;
    });
    patches.value(prototype, 'pause', function (this: Animation) {
      pause(this);
      stop(this, false);
    });
    patches.accessor(prototype, 'playState', function () {
      const state = playState.get(this);
      return state === 'paused' && track(this)?.running === true ? 'running' : state;
    });
  }
}

function setOrigin(animation: Animation, track: Track, time: number): void {
  track.originTime = time;
  track.originCurrent = track.seen = toMs(animation.currentTime);
  track.rate = animation.playbackRate;
}

/** CSS sends events when it changes: null before and after the animation proper. */
function iterationOf({ effect }: Animation): number | null {
  return effect?.getComputedTiming().currentIteration ?? null;
}

function endOf(animation: Animation): number {
  return toMs(animation.effect?.getComputedTiming().endTime ?? null);
}

/** Whether `animation-play-state` holds it. Our own pause hides that from `playState`. */
function isPausedByStyle(page: Window & typeof globalThis, animation: Animation): boolean {
  if (!(animation instanceof page.CSSAnimation)) return false;
  const { target, pseudoElement } = animation.effect as KeyframeEffect;
  if (target === null) return false;
  const style = page.getComputedStyle(target, pseudoElement);
  const index = style.animationName.split(/,\s*/).indexOf(animation.animationName);
  const states = style.animationPlayState.split(/,\s*/);
  return index >= 0 && states[index % states.length] === 'paused';
}

/** Times are plain numbers on a document's timeline; `CSSNumericValue` is for scroll timelines only. */
function toMs(time: CSSNumberish | null): number {
  return typeof time === 'number' ? time : 0;
}
