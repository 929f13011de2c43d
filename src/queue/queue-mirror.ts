import { realClearTimeout, realDateNow, realNow, realSetTimeout } from '../composition/real-time';
import type { Job } from './job';
import { queueDisposed } from './job-errors';
import type { JobChange, JobChanges, QueueStore } from './queue-store';
import type { QueueState } from './queue-database';
import type { Speed } from './speeds';
import { inOrder } from './turn';

/** Least milliseconds between two times that listeners are called. */
const notifyMs = 250;

const channelName = 'stepframe-queue';

/** What a tab tells the others: what it has changed. They read it themselves. */
interface Message {
  jobs: string[];
  speeds?: [string, Speed][];
  /** Whatever there is may have changed. */
  all?: boolean;
}

interface Waiter {
  holds: () => boolean;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/**
 * What is stored, in memory, as of the last change of whatever tab. Of a change only the jobs it is about are read. All
 * changes go through here, so that every tab, this one first, hears of them.
 */
export class QueueMirror {
  readonly jobs = new Map<string, Job>();
  readonly speeds = new Map<string, Speed>();
  state: QueueState = { stopped: false };
  private readonly channel = new BroadcastChannel(channelName);
  private readonly listeners = new Set<() => void>();
  private readonly observers = new Set<() => void>();
  private readonly waiters = new Set<Waiter>();
  private sorted: Job[] | null = null;
  private notifiedAt = -Infinity;
  private timer: number | null = null;
  private toRead = new Set<string>();
  private reading: Promise<void> | null = null;
  private disposed = false;

  constructor(private readonly store: QueueStore) {
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => {
      for (const [key, speed] of data.speeds ?? []) this.speeds.set(key, speed);
      if (data.all === true) this.openAgain();
      else this.readSoon(data.jobs);
    };
    globalThis.addEventListener('pageshow', this.onShown);
  }

  /** A page that comes back from the cache of those that were left has heard nothing meanwhile. */
  private readonly onShown = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) this.openAgain();
  };

  private openAgain(): void {
    this.open().catch(() => undefined); // What is shown is older than it could be; the next change fails clearly.
  }

  /** Reads all there is. @throws ExportError `storage` */
  async open(): Promise<void> {
    const { jobs, state, speeds } = await this.store.readAll();
    if (this.disposed) return;
    this.jobs.clear();
    for (const job of jobs) this.jobs.set(job.id, job);
    for (const [key, speed] of speeds) this.speeds.set(key, speed);
    this.state = state;
    this.changed();
  }

  /** As a list shows them; the same list until something changes. */
  get list(): readonly Job[] {
    return (this.sorted ??= inOrder(this.jobs.values(), realDateNow()));
  }

  /** Called after changes, now and then. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Called at every change. */
  observe(observer: () => void): () => void {
    this.observers.add(observer);
    return () => this.observers.delete(observer);
  }

  /** Resolves as soon as something holds, looked at after every change. @throws ExportError `cancelled` (queue-disposed) */
  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => this.waiters.add({ holds, resolve, reject }));
  }

  /** @throws ExportError `storage` */
  async add(jobs: readonly Job[]): Promise<void> {
    await this.store.add(jobs);
    this.apply({ changed: [...jobs], removed: [] });
    this.tell({ jobs: jobs.map(({ id }) => id) });
  }

  /** @throws ExportError `storage` */
  async change(ids: Iterable<string>, change: JobChange): Promise<JobChanges> {
    const changes = await this.store.change(ids, change);
    if (changes.changed.length + changes.removed.length === 0) return changes;
    this.apply(changes);
    this.tell({ jobs: [...changes.changed.map(({ id }) => id), ...changes.removed] });
    return changes;
  }

  /** @throws ExportError `storage` */
  async setStopped(stopped: boolean): Promise<void> {
    await this.store.putState({ stopped });
    this.state = { stopped };
    this.changed();
    this.tell({ jobs: [] });
  }

  /** @throws ExportError `storage` */
  async setSpeed(key: string, speed: Speed): Promise<void> {
    this.speeds.set(key, speed);
    await this.store.putSpeed(key, speed);
    this.tell({ jobs: [], speeds: [[key, speed]] });
  }

  /** Has the other tabs read everything anew. */
  tellAll(): void {
    this.tell({ jobs: [], all: true });
  }

  /** Something that is not stored has changed. */
  changed(): void {
    this.sorted = null;
    for (const observer of this.observers) observer();
    for (const waiter of this.waiters) {
      if (!waiter.holds()) continue;
      this.waiters.delete(waiter);
      waiter.resolve();
    }
    this.notifySoon();
  }

  /** Idempotent. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    globalThis.removeEventListener('pageshow', this.onShown);
    this.channel.close();
    if (this.timer !== null) realClearTimeout(this.timer);
    this.listeners.clear();
    this.observers.clear();
    for (const { reject } of this.waiters) reject(queueDisposed());
    this.waiters.clear();
  }

  private apply({ changed, removed }: JobChanges): void {
    for (const job of changed) this.jobs.set(job.id, job);
    for (const id of removed) this.jobs.delete(id);
    this.changed();
  }

  private tell(message: Message): void {
    if (!this.disposed) this.channel.postMessage(message);
  }

  /** What another tab changes while this one reads is read with the next. */
  private readSoon(ids: readonly string[]): void {
    for (const id of ids) this.toRead.add(id);
    this.reading ??= Promise.resolve().then(() => this.readTold());
  }

  private async readTold(): Promise<void> {
    try {
      do {
        const ids = [...this.toRead];
        this.toRead.clear();
        const { state, ...changes } = await this.store.read(ids);
        if (this.disposed) return;
        this.state = state;
        this.apply(changes);
      } while (this.toRead.size > 0);
    } catch {
      // What this tab shows is older than it could be; whatever it changes is read anew, or fails clearly.
    } finally {
      this.reading = null;
    }
  }

  private notifySoon(): void {
    if (this.timer !== null || this.disposed) return;
    const wait = Math.max(0, this.notifiedAt + notifyMs - realNow());
    this.timer = realSetTimeout(() => {
      this.timer = null;
      this.notifiedAt = realNow();
      for (const listener of this.listeners) listener();
    }, wait);
  }
}
