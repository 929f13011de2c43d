import type { SessionSnapshot, SessionSnapshots } from '../composition/session-snapshot';
import { cancelled } from '../errors';

export interface SessionSeekerOptions {
  /** Opens a fresh session, at its beginning. What was opened before has been disposed. */
  open: () => Promise<OpenSession>;
  /** As `Composition.stateful`. */
  stateful: boolean;
  /** Frames between two kept states of a session that has `snapshot` and `restore`. */
  snapshotInterval: number;
}

export interface OpenSession {
  /** Null: the session has none. */
  snapshots: SessionSnapshots | null;
  /** Draws one frame; see `createFrameStepper`. */
  step: (frame: number) => Promise<void>;
  /** Shows the layers as the session gives them now. */
  present: () => void;
  dispose: () => void;
}

/** States kept at the most. At the limit every other one is given up, so a long composition costs no more memory. */
const maxSnapshots = 64;

/**
 * Takes a session to any frame, in whatever order frames are asked for. A session whose frames depend on the ones before
 * gets them in order from 0 all the same: jumps forwards are walked, and a jump backwards starts over, from the nearest
 * kept state or else from a new session.
 */
export class SessionSeeker {
  #opened: OpenSession | null = null;
  #position = -1;
  #disposed = false;
  readonly #snapshots = new Map<number, SessionSnapshot>();
  #snapshotInterval: number;

  constructor(private readonly options: SessionSeekerOptions) {
    this.#snapshotInterval = options.snapshotInterval;
  }

  /** The frame drawn last; −1 when there is none, as after opening and after a failure. */
  get position(): number {
    return this.#position;
  }

  /** Opens a session when there is none. Called by itself, it makes failures to open come early. */
  async open(): Promise<OpenSession> {
    if (this.#opened !== null) return this.#opened;
    const opened = await this.options.open();
    if (this.#disposed) {
      opened.dispose();
      throw cancelled('prepare');
    }
    this.#opened = opened;
    return opened;
  }

  /**
   * Draws one frame: `target` itself, or the next on the way to it. `position` tells which. Not to be called again
   * before it has settled.
   */
  async stepTowards(target: number): Promise<void> {
    const { stateful } = this.options;
    const { step } = stateful ? await this.#openBefore(target) : await this.open();
    const frame = stateful ? this.#position + 1 : target;
    try {
      await step(frame);
    } catch (thrown) {
      this.#position = -1;
      // Nobody knows what a simulation holds that failed half-way.
      if (stateful) this.#close();
      throw thrown;
    }
    this.#position = frame;
    if (stateful) this.#keepSnapshot();
  }

  /** Shows the frame drawn last. */
  present(): void {
    this.#opened?.present();
  }

  /** Idempotent. */
  dispose(): void {
    this.#disposed = true;
    this.#close();
    this.#snapshots.clear();
  }

  #close(): void {
    const opened = this.#opened;
    this.#opened = null;
    this.#position = -1;
    opened?.dispose();
  }

  /** A session from which `target` is still to be drawn, as near before it as can be: a kept state has no picture. */
  async #openBefore(target: number): Promise<OpenSession> {
    const opened = await this.open();
    if (target === this.#position + 1) return opened;
    const kept = Math.max(-1, ...[...this.#snapshots.keys()].filter((frame) => frame < target));
    const snapshot = this.#snapshots.get(kept);
    if (snapshot && (kept > this.#position || target <= this.#position)) {
      // A session may go on to work in the very state it is given.
      opened.snapshots?.restore(structuredClone(snapshot));
      this.#position = kept;
      return opened;
    }
    if (target > this.#position) return opened;
    this.#close();
    return this.open();
  }

  #keepSnapshot(): void {
    const session = this.#opened?.snapshots;
    const frame = this.#position;
    if (!session) return;
    if (frame % this.#snapshotInterval !== 0 || this.#snapshots.has(frame)) return;
    this.#snapshots.set(frame, structuredClone(session.take()));
    if (this.#snapshots.size <= maxSnapshots) return;
    this.#snapshotInterval *= 2;
    for (const kept of this.#snapshots.keys()) {
      if (kept % this.#snapshotInterval !== 0) this.#snapshots.delete(kept);
    }
  }
}
