import { createSeededRandom } from '../../src/composition/seeded-random';
import { byTurn } from '../../src/queue/turn';
import { type ExportQueue, type Job, type JobPriority, type NewJob, type QueueStatus } from '../../src/index';
import { small } from './queue-compositions';
import { jobFor } from './queue-session';
import { openTab, type QueueTab } from './queue-tabs';

const priorities: readonly JobPriority[] = ['low', 'normal', 'normal', 'high', 'urgent'];
/** GIF and PNG are ffmpeg's, whose core takes its time to load in each tab anew. */
const presets = [
  ...['webm-vp9', 'webm-vp8', 'mp4-h264', 'webm-vp9', 'webm-vp8', 'mp4-h264', 'webm-vp9', 'webm-vp8'],
  ...['gif', 'png-picture'],
];
const compositionCount = 6;

export interface LoadFigures {
  jobs: Job[];
  kills: number;
  failures: number;
  /** Times a job began although another was due that could have. */
  outOfOrder: string[];
  /** Utilisation and overhead of each tab while it worked, and for how long. */
  led: { ms: number; status: QueueStatus }[];
  seconds: number;
}

/** What befalls whom follows from the seed; when exactly, from the machine. */
class Load {
  private readonly random: () => number;
  private readonly outOfOrder: string[] = [];
  private readonly failing = new Map<string, 'once' | 'always'>();
  private readonly led: LoadFigures['led'] = [];
  private failures = 0;
  /** Jobs that were due when the last two began. */
  private lastDue: ReadonlySet<string>[] = [];
  private drawn = 0;
  private killAt: number[];
  private leader: { tab: QueueTab; since: number } | null = null;
  private readonly tabs: QueueTab[] = [];
  private opening: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly count: number,
    private readonly kills: number,
    seed: string,
  ) {
    this.random = createSeededRandom(seed).next;
    // Frames that have been drawn in all, at which whoever draws dies.
    this.killAt = Array.from({ length: kills }, () => Math.ceil(this.random() * count * 7)).sort((a, b) => a - b);
  }

  async run(): Promise<LoadFigures> {
    const startedAt = performance.now();
    await this.open();
    await this.open();
    const { queue } = this.tabs[1]!;
    await queue.ready;
    await queue.pauseAll();
    const jobs = await queue.add(this.newJobs());
    await queue.resumeAll();
    const ids = jobs.map(({ id }) => id);
    const over = await this.overInAnyTab(ids);
    this.note();
    return {
      ...{ jobs: over, kills: this.kills - this.killAt.length, failures: this.failures, led: this.led },
      ...{ outOfOrder: this.outOfOrder, seconds: (performance.now() - startedAt) / 1000 },
    };
  }

  private newJobs(): NewJob[] {
    return Array.from({ length: this.count }, (_, i) => {
      const id = `job ${i}`;
      if (this.random() < 0.15) this.failing.set(id, 'once');
      if (this.random() < 0.04) this.failing.set(id, 'always');
      const preset = this.pick(presets);
      const asked = jobFor(small({ id: `composition ${Math.floor(this.random() * compositionCount)}` }), { preset });
      if (preset === 'png-picture') asked.settings.range.end = 1;
      return {
        ...asked,
        ...{ id, priority: this.pick(priorities), group: 'load' },
        after: i > 0 && this.random() < 0.1 ? [`job ${Math.floor(this.random() * i)}`] : [],
      };
    });
  }

  private drewFrame(): void {
    this.drawn++;
    const [next] = this.killAt;
    if (next === undefined || this.drawn < next) return;
    this.killAt.shift();
    // Not from within the one that dies.
    setTimeout(() => this.killLeader(), 0);
  }

  private killLeader(): void {
    const index = this.tabs.findIndex(({ queue }) => queue.status.role === 'working');
    const [tab] = this.tabs.splice(Math.max(0, index), 1);
    this.note();
    this.leader = null;
    tab!.kill();
    this.opening = this.opening.then(() => this.open());
  }

  private note(): void {
    if (!this.leader) return;
    this.led.push({ ms: performance.now() - this.leader.since, status: this.leader.tab.queue.status });
  }

  private async open(): Promise<void> {
    const tab = await openTab({
      composition: () => ({ renderFrame: () => this.drewFrame() }),
      begins: (job, queue) => this.begins(job, queue),
    });
    this.tabs.push(tab);
  }

  private begins(job: Job, queue: ExportQueue): 'once' | 'always' | null {
    const tab = this.tabs.find((each) => each.queue === queue);
    if (tab && !this.leader) this.leader = { tab, since: performance.now() };
    this.lookAtOrder(job, queue.jobs);
    const failing = this.failing.get(job.id) ?? null;
    if (failing !== null) this.failures++;
    if (failing === 'once') this.failing.delete(job.id);
    return failing;
  }

  /** One that was due before, of a composition nobody draws, needing no more of anything, should have begun instead. */
  private lookAtOrder(job: Job, jobs: readonly Job[]): void {
    const now = Date.now();
    const complete = new Set(jobs.flatMap(({ state, id }) => (state === 'complete' ? [id] : [])));
    const drawing = new Set(jobs.flatMap((each) => (each.state === 'running' ? [each.compositionId] : [])));
    const usesLanes = (each: Job): boolean => each.settings.format === 'gif' || each.settings.format === 'png';
    const due = jobs.filter(
      (each) =>
        each.state === 'waiting' &&
        each.notBefore <= now - 1000 &&
        each.error === null &&
        each.after.every((id) => complete.has(id)) &&
        !drawing.has(each.compositionId) &&
        usesLanes(each) === usesLanes(job),
    );
    const turn = byTurn(now);
    // One of the two that began before had ended when this one was chosen: what was due when both began was due by then.
    const longDue = due.filter(({ id }) => this.lastDue.length === 2 && this.lastDue.every((ids) => ids.has(id)));
    for (const each of longDue) if (turn(each, job) < 0) this.outOfOrder.push(`${job.id} before ${each.id}`);
    this.lastDue = [...this.lastDue.slice(-1), new Set(due.map(({ id }) => id))];
  }

  /** Whoever waited in a tab that died waits in vain. */
  private async overInAnyTab(ids: readonly string[]): Promise<Job[]> {
    for (;;) {
      await this.opening;
      const jobs = this.tabs[0]?.queue.jobs ?? [];
      const over = jobs.filter(
        ({ id, state }) => ids.includes(id) && ['complete', 'failed', 'cancelled'].includes(state),
      );
      if (over.length === ids.length) return over;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private pick<T>(all: readonly T[]): T {
    return all[Math.floor(this.random() * all.length)]!;
  }
}

/** Jobs of mixed formats and priorities, in tabs that die while they work, with failures of both kinds. */
export function runLoad(options: { jobs: number; kills: number; seed: string }): Promise<LoadFigures> {
  return new Load(options.jobs, options.kills, options.seed).run();
}
