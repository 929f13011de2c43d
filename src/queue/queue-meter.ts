import { realNow } from '../composition/real-time';
import { roomKeys, type QueueLimits, type Room } from './queue-limits';

/** One that runs, or would if there were room. */
export interface MeteredJob {
  compositionId: string;
  needs: Room;
}

interface Use {
  /** Of what could have been used, how much was; in units of the resource × milliseconds. */
  used: number;
  usable: number;
  /** What all that wanted it would have used, for the limit. */
  pressure: number;
}

/**
 * Measures how well a queue uses what there is. The bottleneck is what was wanted most, for what there is of it: room of a
 * kind, or the picture of one composition, which is drawn for one job at a time.
 */
export class QueueMeter {
  private readonly uses = new Map<string, Use>();
  private running: readonly MeteredJob[] = [];
  private ready: readonly MeteredJob[] = [];
  private since: number | null = null;
  private exportMs = 0;
  private ownMs = 0;
  private idleMs = 0;
  /** When exports ended whose place nothing has taken yet. */
  private readonly vacated = new Set<{ at: number }>();

  constructor(private readonly limits: QueueLimits) {}

  /** 0 … 1; null before there was any work. */
  get utilisation(): number | null {
    this.count();
    const [bottleneck] = [...this.uses.values()].sort((one, other) => other.pressure - one.pressure);
    return bottleneck && bottleneck.usable > 0 ? bottleneck.used / bottleneck.usable : null;
  }

  /** What the queue took of the time that exports took; null before one has begun. */
  get overhead(): number | null {
    this.count();
    return this.exportMs > 0 ? (this.idleMs + this.ownMs) / this.exportMs : null;
  }

  /** From now on these run, and these could. */
  stands(running: readonly MeteredJob[], ready: readonly MeteredJob[]): void {
    this.count();
    this.running = running;
    this.ready = ready;
  }

  began(): void {
    const [place] = this.vacated;
    if (!place) return;
    this.vacated.delete(place);
    this.idleMs += realNow() - place.at;
  }

  /**
   * @returns to be called once everything has been begun that could be in its place: that a place is then free is not the
   * queue's doing
   */
  ended(compositionId: string): () => void {
    const place = { at: realNow() };
    this.count();
    this.running = this.running.filter((each) => each.compositionId !== compositionId);
    this.vacated.add(place);
    return () => void this.vacated.delete(place);
  }

  /** Notes the time that a piece of the queue's own work takes. */
  own<T>(work: () => T): T {
    const since = realNow();
    try {
      return work();
    } finally {
      this.ownMs += realNow() - since;
    }
  }

  private count(): void {
    const now = realNow();
    const ms = now - (this.since ?? now);
    this.since = now;
    this.exportMs += ms * this.running.length;
    if (ms <= 0 || this.running.length + this.ready.length === 0) return;
    for (const key of roomKeys) {
      const used = sum(this.running, key);
      this.add(key, used, used + sum(this.ready, key), this.limits[key], ms);
    }
    const drawn = new Map<string, { used: number; wanted: number }>();
    for (const [jobs, isRunning] of [[this.running, 1] as const, [this.ready, 0] as const]) {
      for (const { compositionId } of jobs) {
        const known = drawn.get(compositionId) ?? { used: 0, wanted: 0 };
        drawn.set(compositionId, { used: known.used + isRunning, wanted: known.wanted + 1 });
      }
    }
    for (const [id, { used, wanted }] of drawn) this.add(`composition ${id}`, used, wanted, 1, ms);
  }

  private add(name: string, used: number, wanted: number, limit: number, ms: number): void {
    if (wanted === 0 || limit === 0) return;
    const known = this.uses.get(name) ?? { used: 0, usable: 0, pressure: 0 };
    this.uses.set(name, {
      used: known.used + used * ms,
      usable: known.usable + Math.min(limit, wanted) * ms,
      pressure: known.pressure + (wanted / limit) * ms,
    });
  }
}

function sum(jobs: readonly MeteredJob[], key: keyof Room): number {
  return jobs.reduce((total, { needs }) => total + needs[key], 0);
}
