import type { RenderSession } from '../composition/composition';

export interface SessionSeekerOptions {
  /** Opens a fresh session, at its beginning. What was opened before has been disposed. */
  open: () => Promise<OpenedSession>;
  /** As `Composition.stateful`. */
  stateful: boolean;
  /** Frames between two kept states of a session that has `snapshot` and `restore`. */
  snapshotInterval: number;
}

export interface OpenedSession {
  session: RenderSession;
  /** Draws one frame; see `createFrameStepper`. */
  step: (frame: number) => Promise<void>;
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
  #opened: OpenedSession | null = null;
  /** Last frame drawn; −1 after opening. */
  #position = -1;
  #snapshots = new Map<number, unknown>();
  #snapshotInterval: number;

  constructor(private readonly options: SessionSeekerOptions) {
    this.#snapshotInterval = options.snapshotInterval;
  }

  /** The frame drawn last; −1 before the first. */
  get position(): number {
    return this.#position;
  }

  /** The session that drew it; null before `open`. */
  get session(): RenderSession | null {
    return this.#opened?.session ?? null;
  }

  async open(): Promise<OpenedSession> {
    return (this.#opened ??= await this.options.open());
  }

  /**
   * Draws one frame: `target` itself, or the next on the way to it. `position` tells which.
   *
   * After a failure the next call starts over, since no one knows what a failed session holds.
   */
  async stepTowards(target: number): Promise<void> {
    const { stateful } = this.options;
    if (stateful && target <= this.#position) this.#rewind(target);
    const { step } = await this.open();
    const frame = stateful ? this.#position + 1 : target;
    try {
      await step(frame);
    } catch (thrown) {
      if (stateful) this.close();
      throw thrown;
    }
    this.#position = frame;
    if (stateful) this.#keepSnapshot();
  }

  /** Disposes of the session. Kept states stay, for the next one. */
  close(): void {
    this.#opened?.dispose();
    this.#opened = null;
    this.#position = -1;
  }

  /** Goes to a state from which `target` is still to be drawn: a state brings back no picture. */
  #rewind(target: number): void {
    const restore = this.#opened?.session.restore?.bind(this.#opened.session);
    const kept = Math.max(-1, ...[...this.#snapshots.keys()].filter((frame) => frame < target));
    if (restore === undefined || kept < 0) {
      this.close();
      return;
    }
    // A session may go on to work in the very state it is given.
    restore(structuredClone(this.#snapshots.get(kept)));
    this.#position = kept;
  }

  #keepSnapshot(): void {
    const { session } = this.#opened!;
    const frame = this.#position;
    if (session.snapshot === undefined || session.restore === undefined) return;
    if (frame % this.#snapshotInterval !== 0 || this.#snapshots.has(frame)) return;
    this.#snapshots.set(frame, structuredClone(session.snapshot()));
    if (this.#snapshots.size <= maxSnapshots) return;
    this.#snapshotInterval *= 2;
    for (const kept of this.#snapshots.keys()) {
      if (kept % this.#snapshotInterval !== 0) this.#snapshots.delete(kept);
    }
  }
}
