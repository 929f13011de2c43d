import type { ErrorCode } from '../../errors';
import type * as captions from '../captions-text';
import type * as dialog from '../dialog-text';
import type * as display from '../display-text';
import type * as form from '../form-text';
import type * as manners from '../manners-text';
import type * as naming from '../naming-text';
import type * as panel from '../panels/panel-text';
import type * as preferences from '../preferences-text';
import type * as preset from '../preset-text';
import type * as progress from '../progress-text';
import type * as quality from '../quality-verdict';
import type * as queueing from '../queueing-text';
import type * as report from '../report-text';
import type * as sample from '../sample-text';
import type * as timeline from '../timeline-text';
import type * as unfinished from '../unfinished-text';
import type { Text } from './words';

/** What an element says by itself needs no parameters; whatever has some may have plural forms in a translation too. */
type Translated<Words> = { readonly [Key in keyof Words]: Words[Key] extends string ? string : Text };

/** What the core says in English, by its ids. What is left out stays English. */
type Named = Readonly<Record<string, string>>;

/** All that the elements say, by where it is said. The English is in the files of the words themselves. */
export interface Translation {
  readonly actions: Translated<typeof dialog.actionTexts>;
  readonly advice: Translated<typeof quality.advice>;
  readonly captions: Translated<typeof captions.captionsTexts>;
  readonly checkChoices: Translated<typeof form.checkChoices>;
  readonly checkNotes: Translated<typeof form.checkNotes>;
  readonly counts: Translated<typeof panel.countTexts>;
  readonly cover: Translated<typeof timeline.coverTexts>;
  readonly dialog: Translated<typeof dialog.dialogTexts>;
  readonly entry: Translated<typeof unfinished.entryTexts>;
  readonly figures: Translated<typeof display.figureTexts>;
  readonly fixes: Translated<typeof display.fixTexts>;
  readonly form: Translated<typeof form.formTexts>;
  readonly history: Translated<typeof panel.historyText>;
  readonly manners: Translated<typeof manners.mannersTexts>;
  readonly metadata: Translated<typeof form.metadataLabels>;
  readonly metadataHints: Translated<typeof form.metadataHints>;
  readonly naming: Translated<typeof naming.namingTexts>;
  readonly outcomes: Translated<typeof panel.outcomeLabels>;
  readonly phases: Translated<typeof display.phaseLabels>;
  readonly preferences: Translated<typeof preferences.preferencesTexts>;
  readonly presetGroups: Translated<typeof preset.presetGroupLabels>;
  readonly presets: Translated<typeof preset.presetTexts>;
  readonly priorities: Translated<typeof panel.priorityLabels>;
  readonly progress: Translated<typeof progress.progressTexts>;
  readonly quality: Translated<typeof quality.qualityTexts>;
  readonly queue: Translated<typeof panel.queueText>;
  readonly queueing: Translated<typeof queueing.queueingTexts>;
  readonly recommendations: Translated<typeof quality.recommendationLabels>;
  readonly report: Translated<typeof report.reportTexts>;
  readonly result: Translated<typeof progress.resultTexts>;
  readonly sample: Translated<typeof sample.sampleTexts>;
  readonly sizes: Translated<typeof form.sizeNames>;
  readonly stages: Translated<typeof display.stageTexts>;
  readonly statuses: Translated<typeof quality.statusLabels>;
  readonly steps: Translated<typeof display.stepTexts>;
  readonly storage: Translated<typeof panel.storageText>;
  readonly timeline: Translated<typeof timeline.timelineTexts>;
  readonly tokens: Translated<typeof naming.tokenLabels>;
  readonly unfinished: Translated<typeof unfinished.unfinishedTexts>;

  /** Titles of checks of quality, by id. */
  readonly checks: Named;
  /** Headlines of failures, by code. */
  readonly failures: Readonly<Record<ErrorCode, string>>;
  readonly formatNames: Named;
  /** Standards of loudness. */
  readonly loudness: Named;
  /** Options of formats: `path` their label, `path.unit`, `path.note`, and `path.value` each choice. */
  readonly options: Named;
  readonly presetCategories: Named;
  readonly presetNames: Named;
  readonly presetNotes: Named;
  /** Failures with words of their own, by detail: what went wrong, and under `detail.remedy` what helps. */
  readonly problems: Named;
  /** Headings of warnings, by code. */
  readonly warnings: Named;
}

export type CoreWords =
  | 'checks'
  | 'failures'
  | 'formatNames'
  | 'loudness'
  | 'options'
  | 'presetCategories'
  | 'presetNames'
  | 'presetNotes'
  | 'problems'
  | 'warnings';

/** A translation of a host: some or all of it. */
export type HostTranslation = { readonly [Name in keyof Translation]?: Partial<Translation[Name]> };
