import { jobPriorities } from './job';
import { fitsIn, minus, noRoom, plus, type QueueLimits, type Room } from './queue-limits';
import { byTurn, type Turn } from './turn';

/** A job that may begin as far as it alone is concerned: nothing it comes after is left, its time has come. */
export interface ReadyJob extends Turn {
  readonly compositionId: string;
  readonly needs: Room;
  readonly group?: string | null;
  readonly groupLimit?: number | undefined;
}

export interface RunningJob extends ReadyJob {
  readonly startedAt: number;
  /** It was told to stop: what it takes up is about to be free. */
  readonly stopping: boolean;
}

/** What is to be done now, by id. */
export interface Schedule {
  begin: string[];
  interrupt: string[];
}

/**
 * Which jobs begin and which make room.
 *
 * - What runs never exceeds the limits, nor is a composition drawn for two jobs at once.
 * - They begin by turn. One that does not fit is passed over by those that delay it in nothing: the first that waits for
 *   room is sure to fit as soon as those have ended that came before it or ran already.
 * - For an urgent one that finds no room lower ones are interrupted, as few as will do: the lowest first, of these the ones
 *   begun last. What they leave is the urgent one's.
 *
 * A job that needs more than there is must not be among them.
 */
export function schedule(
  ready: readonly ReadyJob[],
  running: readonly RunningJob[],
  limits: QueueLimits,
  now: number,
): Schedule {
  return new Scheduling(running, limits, now).run(ready);
}

class Scheduling {
  private readonly plan: Schedule = { begin: [], interrupt: [] };
  private readonly turn: (one: Turn, other: Turn) => number;
  /** What runs on, and what is about to begin. */
  private staying: RunningJob[];
  private readonly leaving: RunningJob[];
  /** Compositions that are being drawn, or are to be as soon as they can. */
  private readonly taken: Set<string>;
  /** Right now. */
  private free: Room;
  /** When all that is to stop has stopped, and those have begun that wait for it. */
  private soonFree: Room;
  /** The first by turn that waits for room which only the end of others makes. */
  private head: ReadyJob | null = null;

  constructor(
    running: readonly RunningJob[],
    private readonly limits: QueueLimits,
    private readonly now: number,
  ) {
    this.turn = byTurn(now);
    this.staying = running.filter(({ stopping }) => !stopping);
    this.leaving = running.filter(({ stopping }) => stopping);
    this.taken = new Set(running.map(({ compositionId }) => compositionId));
    this.free = minus(limits, sumOf(running));
    this.soonFree = minus(limits, sumOf(this.staying));
  }

  run(ready: readonly ReadyJob[]): Schedule {
    for (const job of [...ready].sort(this.turn)) {
      if (this.groupIsFull(job)) continue;
      if (job.priority === 'urgent') this.placeUrgent(job);
      else if (this.free.exports < 1) break;
      else this.place(job);
    }
    return this.plan;
  }

  private groupIsFull({ group = null, groupLimit = Infinity }: ReadyJob): boolean {
    if (group === null) return false;
    return [...this.staying, ...this.leaving].filter((each) => each.group === group).length >= groupLimit;
  }

  private place(job: ReadyJob): void {
    if (this.taken.has(job.compositionId)) return;
    const fits = fitsIn(job.needs, this.free) && fitsIn(job.needs, this.soonFree);
    if (fits && !this.delaysHead(job)) {
      this.begin(job);
      return;
    }
    if (this.head) return;
    this.head = job;
    this.taken.add(job.compositionId);
  }

  private placeUrgent(job: ReadyJob): void {
    const holder = this.staying.find(({ compositionId }) => compositionId === job.compositionId);
    // Another urgent one is drawn, or is about to be.
    if (holder?.priority === 'urgent') return;
    const isLeaving = this.leaving.some(({ compositionId }) => compositionId === job.compositionId);
    if (!holder && !isLeaving && this.taken.has(job.compositionId)) return;
    if (!holder && !isLeaving && fitsIn(job.needs, this.free) && fitsIn(job.needs, this.soonFree)) {
      if (!this.delaysHead(job)) this.begin(job);
      return;
    }
    const victims = this.victimsFor(job, holder ?? null);
    if (victims === null) {
      // Only other urgent ones are in its way.
      this.head ??= job;
      this.taken.add(job.compositionId);
      return;
    }
    for (const victim of victims) this.interrupt(victim);
    this.taken.add(job.compositionId);
    this.soonFree = minus(this.soonFree, job.needs);
  }

  /** Null: all of them together would not do. */
  private victimsFor(job: ReadyJob, holder: RunningJob | null): RunningJob[] | null {
    const victims = holder ? [holder] : [];
    let room = plus(this.soonFree, sumOf(victims));
    const others = this.staying
      .filter((each) => each.priority !== 'urgent' && each !== holder)
      .sort(
        (one, other) =>
          jobPriorities.indexOf(one.priority) - jobPriorities.indexOf(other.priority) ||
          other.startedAt - one.startedAt ||
          this.turn(other, one),
      );
    for (const each of others) {
      if (fitsIn(job.needs, room)) break;
      victims.push(each);
      room = plus(room, each.needs);
    }
    if (!fitsIn(job.needs, room)) return null;
    // One that came first may have freed what another frees as well.
    for (const each of [...victims].reverse()) {
      const without = minus(room, each.needs);
      if (each === holder || !fitsIn(job.needs, without)) continue;
      victims.splice(victims.indexOf(each), 1);
      room = without;
    }
    return victims;
  }

  /** Whether the head would have to wait for it too, once those before the head are gone. */
  private delaysHead(job: ReadyJob): boolean {
    const { head } = this;
    if (!head) return false;
    const besides = this.staying.filter((each) => this.turn(each, head) > 0);
    return !fitsIn(plus(plus(head.needs, sumOf(besides)), job.needs), this.limits);
  }

  private begin(job: ReadyJob): void {
    this.plan.begin.push(job.id);
    this.taken.add(job.compositionId);
    this.staying.push({ ...job, startedAt: this.now, stopping: false });
    this.free = minus(this.free, job.needs);
    this.soonFree = minus(this.soonFree, job.needs);
  }

  private interrupt(job: RunningJob): void {
    this.plan.interrupt.push(job.id);
    this.staying = this.staying.filter((each) => each !== job);
    this.leaving.push(job);
    this.soonFree = plus(this.soonFree, job.needs);
  }
}

function sumOf(jobs: readonly { needs: Room }[]): Room {
  return jobs.reduce((sum, { needs }) => plus(sum, needs), noRoom);
}
