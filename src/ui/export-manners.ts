import { percentOf } from './display-text';
import type { ExportModel, ExportState } from './export-model';
import { headlineOf } from './error-text';
import { formatShare } from './language/number-format';
import { mannersTexts as texts } from './manners-text';
import { askToNotify, noticePermission, notifyUnseen } from '../orchestrator/notices';
import { sayInTitle } from './page-title';
import { changePreferences, readPreferences, watchPreferences } from './preferences';

/** Seconds: whoever waits that long is likely to look elsewhere. */
const longWait = 30;

/**
 * What an export says to whoever does not look at it: how far it is, in the title of the hidden page; that it is over, in a
 * notice, where the person asked for it. Leave to notify is asked for in a click alone, which is offered only while there is
 * still long to wait.
 */
export class ExportManners {
  private readonly model: ExportModel;
  private readonly speaksInTitle: () => boolean;
  private readonly stops: (() => void)[];
  private phase: ExportState['phase'];

  /** @param speaksInTitle whether the host lets it */
  constructor(model: ExportModel, speaksInTitle: () => boolean) {
    this.model = model;
    this.speaksInTitle = speaksInTitle;
    this.phase = model.state.phase;
    const look = (): void => this.title(model.state);
    document.addEventListener('visibilitychange', look);
    this.stops = [
      () => document.removeEventListener('visibilitychange', look),
      model.subscribe((state) => this.follow(state)),
      watchPreferences(() => this.follow(model.state)),
    ];
    this.follow(model.state);
  }

  /** Asks to be notified, or not any longer. Call it in the click. */
  async toggle(): Promise<void> {
    if (this.model.state.notices === 'on') {
      changePreferences({ notify: false });
      return;
    }
    const permission = noticePermission() === 'granted' ? 'granted' : await askToNotify();
    if (permission === 'granted') changePreferences({ notify: true });
    else this.model.notify('refused');
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
    sayInTitle(this, null);
  }

  private follow(state: ExportState): void {
    const before = this.phase;
    this.phase = state.phase;
    this.title(state);
    if (before === 'running' || before === 'paused') this.tell(state);
    const notices = noticesOf(state);
    if (notices !== state.notices) this.model.notify(notices);
  }

  private title(state: ExportState): void {
    const wanted = document.visibilityState === 'hidden' && this.speaksInTitle() && readPreferences().titleProgress;
    sayInTitle(this, wanted ? titleOf(state) : null);
  }

  private tell({ phase, finished, error, withheld, subject }: ExportState): void {
    if (!readPreferences().notify) return;
    const tag = 'stepframe-export';
    if (phase === 'complete') notifyUnseen({ title: texts.complete, body: finished?.fileName ?? '', tag });
    if (phase !== 'failed') return;
    const title = withheld === null ? texts.failed : texts.heldBack;
    notifyUnseen({ title, body: error === null ? (subject?.composition.name ?? '') : headlineOf(error), tag });
  }
}

function titleOf({ phase, progress }: ExportState): string | null {
  if (phase === 'paused') return texts.paused;
  if (phase !== 'running') return null;
  return formatShare(percentOf(progress?.framesDone ?? 0, progress?.framesTotal ?? 0) / 100);
}

/** Once it is offered it stays, while the export does: it may have the focus. */
function noticesOf({ phase, notices, progress }: ExportState): ExportState['notices'] {
  if (phase !== 'running' && phase !== 'paused') return 'none';
  const permission = noticePermission();
  const isLong = (progress?.secondsLeft ?? 0) > longWait;
  if (permission === 'unsupported') return 'none';
  // Who refused once is not asked again.
  if (notices === 'none' && (!isLong || permission === 'denied')) return 'none';
  if (notices === 'refused' && permission !== 'granted') return 'refused';
  return permission === 'granted' && readPreferences().notify ? 'on' : 'offered';
}
