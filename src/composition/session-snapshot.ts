import type { RenderSession } from './composition';
import type { RandomState, SeededRandom } from './seeded-random';

/** Where a session stands after a frame: the host's own state, and its random numbers'. Structured-cloneable. */
export interface SessionSnapshot {
  state: unknown;
  random: RandomState;
}

export interface SessionSnapshots {
  /** The session may go on to change what it handed over: store it, or clone it, before the next frame. */
  take(): SessionSnapshot;
  /** The session may go on to work in what it is given. */
  restore(snapshot: SessionSnapshot): void;
}

/** Null for a session that has no snapshots. */
export function snapshotsOf(session: RenderSession, random: SeededRandom): SessionSnapshots | null {
  if (session.snapshot === undefined || session.restore === undefined) return null;
  return {
    take: () => ({ state: session.snapshot?.(), random: random.snapshot() }),
    restore(snapshot) {
      session.restore?.(snapshot.state);
      random.restore(snapshot.random);
    },
  };
}
