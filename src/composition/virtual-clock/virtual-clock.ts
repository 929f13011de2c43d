import { throwIfAborted } from '../../errors';
import { VirtualAnimationFrames } from './animation-frames';
import { VirtualAnimations } from './animations';
import { clockBackwards, clockBusy, clockGone } from './clock-errors';
import { ClockScope } from './clock-scope';
import { patchDate } from './date';
import { HostCallbacks } from './host-callbacks';
import { VirtualIdleCallbacks } from './idle-callbacks';
import { VirtualMediaElements } from './media-elements';
import { patchPageTime } from './page-time';
import { PropertyPatches } from './property-patches';
import { patchRandom } from './random';
import { VirtualTimers } from './timers';
import { VirtualVideoFrameCallbacks } from './video-frame-callbacks';
import { VirtualTime } from './virtual-time';

export interface VirtualClockOptions {
  /** The page whose globals are replaced. Default: this one. */
  window?: Window & typeof globalThis;
  /** Seeds `Math.random`. */
  seed: string | number;
  /** What `Date` shows at time 0, in ms since the epoch. Default: 2000-01-01T00:00:00Z, so that every run is alike. */
  epochMs?: number;
  /** Animations and media elements outside it stay on real time. Default: the whole document. */
  root?: HTMLElement | Document;
  /** Elements inside the root that stay on real time all the same. */
  ignore?: (element: Element) => boolean;
}

const defaultEpochMs = Date.UTC(2000, 0, 1);

/** Pages whose time is taken, since two clocks in one page would undo each other. */
const installed = new Map<Window, VirtualClock>();

/**
 * Takes the time of a page: from now on it stands still at 0 ms and moves by `advanceTo` alone. What a script reads the
 * time from (`performance.now`, `Date`, the document's timeline, events), waits with (timers, animation frames, idle and
 * video frame callbacks) and leaves to the browser (CSS and Web Animations, media elements) follows, and `Math.random` is
 * seeded. So a script that runs freely draws the same frames every time, however long each takes.
 *
 * Not covered: functions a library took from the page before (load such libraries afterwards), `AudioContext` time,
 * workers, other frames, SMIL animations, animated images and the network.
 *
 * @throws ExportError `capture` (clock-busy) while another clock has the page
 */
export function installVirtualClock(options: VirtualClockOptions): VirtualClock {
  const page = options.window ?? window;
  if (installed.has(page)) throw clockBusy();
  const clock = new VirtualClock(page, options);
  installed.set(page, clock);
  return clock;
}

/**
 * Runs something that needs real time, such as turning elements into pixels, while a clock has this page. Virtual time
 * stands still meanwhile, and what `run` schedules is real. Without a clock it just runs.
 */
export async function inRealTime<T>(run: () => Promise<T>): Promise<T> {
  const clock = installed.get(window);
  if (clock === undefined) return run();
  clock.suspend();
  try {
    return await run();
  } finally {
    clock.resume();
  }
}

export class VirtualClock {
  readonly #page: Window & typeof globalThis;
  readonly #patches = new PropertyPatches();
  readonly #time: VirtualTime;
  readonly #callbacks: HostCallbacks;
  readonly #timers: VirtualTimers;
  readonly #frames: VirtualAnimationFrames;
  readonly #idle: VirtualIdleCallbacks;
  readonly #animations: VirtualAnimations;
  readonly #media: VirtualMediaElements;
  readonly #videoFrames: VirtualVideoFrameCallbacks;
  readonly #gone = new AbortController();
  #suspensions = 0;

  /** Use {@link installVirtualClock}. */
  constructor(page: Window & typeof globalThis, options: VirtualClockOptions) {
    const patches = this.#patches;
    const time = new VirtualTime(options.epochMs ?? defaultEpochMs);
    const callbacks = new HostCallbacks(time);
    const scope = new ClockScope(page, patches, options.root ?? page.document, options.ignore ?? (() => false));
    this.#page = page;
    this.#time = time;
    this.#callbacks = callbacks;
    this.#timers = new VirtualTimers(page, patches, time, callbacks);
    this.#frames = new VirtualAnimationFrames(page, patches, time, callbacks);
    this.#idle = new VirtualIdleCallbacks(page, patches, callbacks);
    this.#animations = new VirtualAnimations(page, patches, time, scope);
    this.#media = new VirtualMediaElements(page, patches, time, scope);
    this.#videoFrames = new VirtualVideoFrameCallbacks(page, patches, time, this.#media, callbacks);
    patchDate(page, patches, time);
    patchPageTime(page, patches, time);
    patchRandom(page, patches, options.seed);
    patches.apply();
  }

  /** Virtual milliseconds since the clock was installed. */
  get now(): number {
    return this.#time.now;
  }

  /**
   * Draws the frame at `timeMs`. As in a browser whose display refreshes at just these times: timers that are due fire
   * one by one at theirs, then animations and media are put where they are at `timeMs`, then animation frame callbacks
   * run once, then idle ones. Promises settle after each step; what a script awaits from the network is not waited for.
   *
   * @throws ExportError `capture`: render-threw when a callback throws, clock-runaway, media-failed, clock-backwards,
   * clock-uninstalled; `cancelled` when the signal is aborted
   */
  async advanceTo(timeMs: number, signal?: AbortSignal): Promise<void> {
    if (timeMs < this.#time.now) throw clockBackwards(this.#time.now, timeMs);
    const stop = signal === undefined ? this.#gone.signal : AbortSignal.any([signal, this.#gone.signal]);
    throwIfAborted(stop, 'render');
    await this.#timers.runUntil(timeMs, stop);
    this.#time.beginFrame(timeMs);
    await this.#animations.seek();
    throwIfAborted(stop, 'render');
    this.#videoFrames.run(await this.#media.seek(stop));
    this.#frames.run();
    // At once, before real time can move what the callbacks started.
    this.#animations.adoptNew();
    await this.#callbacks.settle();
    this.#idle.run();
    await this.#callbacks.settle();
    // What the callbacks moved or started belongs to this frame.
    await this.#animations.seek();
    await this.#media.seek(stop);
  }

  /**
   * Gives the page its time back: every replaced property gets its very descriptor again, and animations and media from
   * before the clock are as they were. Idempotent.
   *
   * @param pending what becomes of callbacks still waiting: `hand-over` (default) lets them go on in real time with what
   * is left of their delay, `drop` forgets them, which ends a loop for good
   */
  uninstall(pending: 'hand-over' | 'drop' = 'hand-over'): void {
    if (this.#gone.signal.aborted) return;
    this.#gone.abort(clockGone());
    installed.delete(this.#page);
    this.#patches.restore();
    this.#animations.release(pending === 'hand-over');
    this.#media.release(pending === 'hand-over');
    this.#videoFrames.drop();
    for (const queue of [this.#timers, this.#frames, this.#idle]) {
      if (pending === 'drop') queue.drop();
      else queue.handOver();
    }
  }

  /** @internal See {@link inRealTime}. Calls nest. */
  suspend(): void {
    if (this.#suspensions++ === 0) this.#patches.restore();
  }

  /** @internal */
  resume(): void {
    if (--this.#suspensions === 0 && !this.#gone.signal.aborted) this.#patches.apply();
  }
}
