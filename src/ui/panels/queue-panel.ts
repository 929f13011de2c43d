import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { realClearTimeout, realDateNow, realSetTimeout } from '../../composition/real-time';
import { ExportError } from '../../errors';
import { openPresetLibrary } from '../../presets/preset-library';
import type { ExportQueue, QueueStatus } from '../../queue/export-queue';
import type { Job, JobPriority } from '../../queue/job';
import { controlStyles } from '../control-style';
import { askToNotify, noticePermission, notifyUnseen } from '../../orchestrator/notices';
import { sayInTitle } from '../page-title';
import { changePreferences, readPreferences, watchPreferences } from '../preferences';
import { atIntervals, type Pacing } from '../display-pacing';
import { percentOf } from '../display-text';
import { formatShare } from '../language/number-format';
import { downloadFile, downloadReadMs } from '../save-location';
import { theme } from '../theme';
import { noOwnNames, usesOwnPreset, watchOwnNames, type OwnNames } from './own-names';
import { asProblem, problem } from './panel-problem';
import { panelStyles } from './panel-style';
import { notifyBody, clearAsks, queueText as text } from './panel-text';
import { dragRow, type DropPlace } from './queue-drag';
import { newsOf } from './queue-news';
import { besides, placeOf, stepTarget } from './queue-order';
import { queuePanelStyles } from './queue-panel-style';
import { QueueRow, type RowAction } from './queue-row';
import { afterLabel, etaLabel } from './queue-row-facts';
import { queueSummary } from './queue-summary';
import { followLanguage } from '../language/follow-language';

/** Least milliseconds between two pictures of a queue that changes by itself. */
const paintMs = 250;

/** A tab that takes the queue over says so by then. */
const takeOverMs = 1000;

/** The queue as it was last drawn. */
interface Shown {
  readonly jobs: readonly Job[];
  readonly byId: ReadonlyMap<string, Job>;
  readonly status: QueueStatus;
  readonly now: number;
}

const isOver = ({ state }: Job): boolean => state === 'complete' || state === 'failed' || state === 'cancelled';

/** What `<stepframe-export-queue>` shows. */
export class QueuePanel extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    queue: { attribute: false },
    titleProgress: { attribute: false },
    own: { state: true },
    shown: { state: true },
    error: { state: true },
    busy: { state: true },
    clearing: { state: true },
    notify: { state: true },
    notifyRefused: { state: true },
    watching: { state: true },
    drop: { state: true },
    announcement: { state: true },
  };

  static override styles = [theme, controlStyles, panelStyles, queuePanelStyles];

  declare queue: ExportQueue | null;
  declare titleProgress: boolean;
  declare private own: OwnNames;
  /** Null until it has been read. */
  declare private shown: Shown | null;
  declare private error: ExportError | null;
  /** Ids of jobs of which something was asked that is not done yet. */
  declare private busy: ReadonlySet<string>;
  /** Whether it is asked if all that is over shall go. */
  declare private clearing: boolean;
  declare private notify: boolean;
  declare private notifyRefused: boolean;
  /** Whether another tab works the queue, for certain. */
  declare private watching: boolean;
  declare private drop: DropPlace | null;
  declare private announcement: string;
  private pacing: Pacing<ExportQueue> | null = null;
  private unsubscribe = (): void => undefined;
  private unwatch = (): void => undefined;
  /** Null until a job needs them. */
  private stopNames: (() => void) | null = null;
  private watchTimer: number | null = null;
  private stepping: Promise<void> = Promise.resolve();

  constructor() {
    super();
    this.queue = null;
    this.titleProgress = true;
    this.own = noOwnNames;
    this.shown = null;
    this.error = null;
    this.busy = new Set();
    this.clearing = false;
    this.notify = isToNotify();
    this.notifyRefused = false;
    this.watching = false;
    this.drop = null;
    this.announcement = '';
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const look = (): void => this.sayHowFar();
    document.addEventListener('visibilitychange', look);
    const unwatch = watchPreferences(() => (this.notify = isToNotify()));
    this.unwatch = () => {
      unwatch();
      document.removeEventListener('visibilitychange', look);
    };
    if (this.hasUpdated) this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unwatch();
    this.unfollow();
  }

  override render(): TemplateResult {
    const { shown } = this;
    return html`
      ${problem(this.error, () => (this.error = null))}
      ${
        this.queue === null
          ? html`<p class="empty">${text.unconnected}</p>`
          : shown === null
            ? html`<p class="empty">${text.reading}</p>`
            : this.content(shown)
      }
      <p class="visually-hidden" role="status">${this.announcement}</p>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('queue') && this.isConnected) this.follow();
  }

  private content(shown: Shown): TemplateResult {
    const { jobs, status } = shown;
    const left = jobs.filter((job) => !isOver(job));
    const over = jobs.filter(isOver);
    return html`
      ${this.watching && left.length > 0 ? html`<p class="note">${text.watching}</p>` : nothing}
      ${status.role === 'stopped' && left.length > 0 ? html`<p class="note">${text.stopped}</p>` : nothing}
      ${jobs.length === 0 ? html`<p class="empty">${text.empty}</p>` : this.bar(shown, left.length > 0)}
      ${
        left.length === 0
          ? nothing
          : html`<ol aria-label=${text.toRun}>
              ${this.rows(left, shown)}
            </ol>`
      }
      ${over.length === 0 ? nothing : this.over(over, shown)} ${this.foot()}
    `;
  }

  private bar({ status, now }: Shown, hasLeft: boolean): TemplateResult {
    const stopped = status.role === 'stopped';
    return html`<div class="bar">
      ${queueSummary(status, now)}
      ${
        hasLeft || stopped
          ? html`<button
              type="button"
              class="button small all"
              part="button"
              @click=${() => void this.toggleAll(stopped)}
            >
              ${stopped ? text.resumeAll : text.pauseAll}
            </button>`
          : nothing
      }
    </div>`;
  }

  private over(over: readonly Job[], shown: Shown): TemplateResult {
    return html`
      <div class="head">
        <h3 id="over">${text.overCount({ count: over.length })}</h3>
        ${
          this.clearing
            ? nothing
            : html`<button
                type="button"
                class="button small quiet clear"
                part="button"
                @click=${() => this.askClear(true)}
              >
                ${text.clear}
              </button>`
        }
      </div>
      ${this.clearing ? this.clearQuestion(over) : nothing}
      <ul aria-labelledby="over">
        ${this.rows(over, shown)}
      </ul>
    `;
  }

  private clearQuestion(over: readonly Job[]): TemplateResult {
    const held = over.filter(({ state, destination }) => state === 'complete' && destination.kind === 'browser');
    return html`<div class="question">
      <span id="clear-question">${clearAsks(over.length, held.length)}</span>
      <button
        type="button"
        class="button small keep"
        part="button"
        aria-describedby="clear-question"
        @click=${() => this.askClear(false)}
      >
        ${text.keep}
      </button>
      <button type="button" class="button small danger" part="button" @click=${() => void this.clear()}>
        ${text.clearAnyway}
      </button>
    </div>`;
  }

  private foot(): TemplateResult {
    return html`<div class="foot">
      <label class="checkbox" part="checkbox">
        <input type="checkbox" .checked=${live(this.notify)} @change=${() => void this.toggleNotify()} />
        ${text.notify}
      </label>
      ${this.notifyRefused ? html`<p role="status">${text.notifyRefused}</p>` : nothing}
    </div>`;
  }

  private rows(jobs: readonly Job[], { byId, now, status }: Shown): unknown {
    const last = this.drop && lastBeside(this.drop.id, jobs);
    const etaOf = (id: string): number | null => (status.role === 'stopped' ? null : (this.queue?.eta(id) ?? null));
    return repeat(
      jobs,
      ({ id }) => id,
      (job) =>
        html`<li>
          <stepframe-queue-row
            exportparts="button, select, progress, file-name, problem, error-message, error-remedy, error-code"
            data-id=${job.id}
            .job=${job}
            .eta=${etaLabel(job, etaOf(job.id), now)}
            .comesAfter=${afterLabel(job, byId)}
            .busy=${this.busy.has(job.id)}
            .own=${usesOwnPreset(job) ? this.own : noOwnNames}
            ?over=${isOver(job)}
            ?dragged=${this.drop?.id === job.id}
            drop=${this.dropMark(job, last) ?? nothing}
            @row-action=${({ detail }: CustomEvent<RowAction>) => void this.act(job.id, detail)}
            @row-priority=${({ detail }: CustomEvent<JobPriority>) => void this.prioritise(job.id, detail)}
            @row-move=${({ detail }: CustomEvent<-1 | 1>) => this.stepNext(job.id, detail)}
            @row-grip=${({ detail }: CustomEvent<PointerEvent>) => this.drag(job.id, detail)}
          ></stepframe-queue-row>
        </li>`,
    );
  }

  private dropMark({ id }: Job, last: string | null): 'before' | 'after' | null {
    if (this.drop === null) return null;
    if (this.drop.before === id) return 'before';
    return this.drop.before === null && last === id ? 'after' : null;
  }

  private follow(): void {
    this.unfollow();
    const { queue } = this;
    this.shown = null;
    if (queue === null) return;
    const pacing = atIntervals<ExportQueue>(paintMs, (from) => this.read(from));
    this.pacing = pacing;
    this.unsubscribe = queue.subscribe(() => pacing.push(queue));
    queue.ready.then(
      () => this.queue === queue && this.isConnected && pacing.push(queue),
      (thrown: unknown) => this.queue === queue && (this.error = asProblem(thrown)),
    );
  }

  private unfollow(): void {
    this.unsubscribe();
    this.unsubscribe = () => undefined;
    this.pacing?.stop();
    this.pacing = null;
    this.stopNames?.();
    this.stopNames = null;
    sayInTitle(this, null);
    this.watches(false);
  }

  /** What is not known of another tab yet is not said: this one may be about to take over. */
  private watches(does: boolean): void {
    if (does && this.watchTimer === null) {
      this.watchTimer = realSetTimeout(() => (this.watching = true), takeOverMs);
    } else if (!does && this.watchTimer !== null) {
      realClearTimeout(this.watchTimer);
      this.watchTimer = null;
      this.watching = false;
    }
  }

  /** Takes over how the queue stands. */
  private read(queue: ExportQueue): void {
    if (queue !== this.queue) return;
    const before = this.shown;
    const { jobs, status } = queue;
    this.shown = { jobs, byId: new Map(jobs.map((job) => [job.id, job])), status, now: realDateNow() };
    this.watches(status.role === 'watching');
    this.sayHowFar();
    if (this.stopNames === null && jobs.some(usesOwnPreset)) {
      this.stopNames = watchOwnNames(openPresetLibrary(), (names) => (this.own = names));
    }
    if (before === null) return;
    this.tellOf(before, this.shown);
    const wasBusy = before.status.running + before.status.waiting > 0;
    if (wasBusy && status.running + status.waiting === 0 && jobs.some(isOver) && this.notify) {
      const body = notifyBody(status.complete, status.failed);
      notifyUnseen({ title: text.notifyTitle, body, tag: 'stepframe-queue' });
    }
  }

  /** How far what runs is, while nobody sees it here. */
  private sayHowFar(): void {
    const running = this.shown?.jobs.filter(({ state }) => state === 'running') ?? [];
    const unseen = document.visibilityState === 'hidden' && this.isConnected;
    const wanted = unseen && running.length > 0 && this.titleProgress && readPreferences().titleProgress;
    sayInTitle(this, wanted ? titleOf(running) : null);
  }

  /** What a screen reader says: what has ended or waits for the user, not every frame. */
  private tellOf(before: Shown, { jobs }: Shown): void {
    const told = newsOf(before.byId, jobs);
    if (told.length > 0) this.announcement = told.join(' ');
  }

  private async act(id: string, action: RowAction): Promise<void> {
    const rows = [...this.renderRoot.querySelectorAll<QueueRow>('[data-id]')];
    const next = rows[rows.findIndex((row) => row.dataset['id'] === id) + 1];
    await this.attempt(id, async (queue) => {
      if (action === 'save' || action === 'open') await this.fetch(queue, id, action);
      else await queue[action](id);
    });
    await this.updateComplete;
    const row = this.row(id);
    await row?.updateComplete;
    // The button that had the focus may be gone, or its row.
    if (this.isConnected && this.shadowRoot?.activeElement === null) (row ?? next ?? this).focus();
  }

  private async fetch(queue: ExportQueue, id: string, action: 'save' | 'open'): Promise<void> {
    const file = await queue.file(id);
    if (file === null) {
      this.announcement = text.fileGone;
      return;
    }
    if (action === 'save') {
      downloadFile(file, file.name);
      return;
    }
    const url = URL.createObjectURL(file);
    // A page that may open none hands it over as a file.
    if (window.open(url, '_blank') === null) downloadFile(file, file.name);
    realSetTimeout(() => URL.revokeObjectURL(url), downloadReadMs);
  }

  private async prioritise(id: string, priority: JobPriority): Promise<void> {
    await this.attempt(id, (queue) => queue.setPriority(id, priority));
    this.row(id)?.requestUpdate();
  }

  /** One after the other: keys come faster than what they ask for is stored. */
  private stepNext(id: string, by: -1 | 1): void {
    this.stepping = this.stepping.then(() => this.step(id, by));
  }

  private async step(id: string, by: -1 | 1): Promise<void> {
    const job = this.shown?.byId.get(id);
    if (!job || !this.queue) return;
    const before = stepTarget(job, this.queue.jobs, by);
    if (before === undefined) this.announcement = by === -1 ? text.firstOfPriority : text.lastOfPriority;
    else await this.move({ id, before });
  }

  private drag(id: string, event: PointerEvent): void {
    const job = this.shown?.byId.get(id);
    if (!job) return;
    dragRow(job, event, {
      jobs: () => this.shown?.jobs ?? [],
      row: (each) => this.row(each),
      show: (place) => (this.drop = place),
      drop: (place) => void this.move(place),
    });
  }

  private async move({ id, before }: DropPlace): Promise<void> {
    const was = placeOf(id, this.shown?.jobs ?? []).place;
    await this.attempt(id, (queue) => queue.move(id, before));
    await this.updateComplete;
    const now = placeOf(id, this.shown?.jobs ?? []);
    const name = this.shown?.byId.get(id)?.fileName ?? '';
    this.announcement = now.place === was ? text.agedFirst : text.movedTo({ name, place: now.place, total: now.of });
    // An element that is put elsewhere loses the focus.
    const row = this.row(id);
    row?.focusGrip();
    row?.scrollIntoView({ block: 'nearest' });
  }

  private async toggleAll(stopped: boolean): Promise<void> {
    await this.attempt(null, (queue) => (stopped ? queue.resumeAll() : queue.pauseAll()));
  }

  private askClear(clearing: boolean): void {
    this.clearing = clearing;
    const target = clearing ? '.keep' : '.clear';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(target)?.focus());
  }

  private async clear(): Promise<void> {
    this.clearing = false;
    await this.attempt(null, (queue) => queue.clear());
  }

  private async toggleNotify(): Promise<void> {
    this.notifyRefused = false;
    const isOn = !this.notify && (await askToNotify()) === 'granted';
    this.notifyRefused = !this.notify && !isOn;
    changePreferences({ notify: isOn });
    // The box was ticked by the click, whatever became of it.
    this.requestUpdate();
  }

  /** Does what was asked for, shows what comes of it at once, and says what goes wrong. */
  private async attempt(id: string | null, work: (queue: ExportQueue) => Promise<void>): Promise<void> {
    const { queue } = this;
    if (queue === null) return;
    this.error = null;
    if (id !== null) this.busy = new Set([...this.busy, id]);
    try {
      await work(queue);
    } catch (thrown) {
      this.error = asProblem(thrown);
    } finally {
      if (id !== null) this.busy = new Set([...this.busy].filter((each) => each !== id));
      if (this.isConnected) this.read(queue);
    }
  }

  private row(id: string): QueueRow | null {
    return this.renderRoot.querySelector<QueueRow>(`[data-id="${CSS.escape(id)}"]`);
  }
}

/** The last of those that the job can be moved among. */
function lastBeside(id: string, jobs: readonly Job[]): string | null {
  const job = jobs.find((each) => each.id === id);
  return job ? (besides(job, jobs).findLast((each) => each.id !== id)?.id ?? null) : null;
}

/** Asked for, and let. */
function isToNotify(): boolean {
  return readPreferences().notify && noticePermission() === 'granted';
}

function titleOf(running: readonly Job[]): string {
  const [done, total] = [0, 0].map((_, at) =>
    running.reduce(
      (sum, { progress }) => sum + (at === 0 ? (progress?.framesDone ?? 0) : (progress?.framesTotal ?? 0)),
      0,
    ),
  ) as [number, number];
  return formatShare(percentOf(done, total) / 100);
}
