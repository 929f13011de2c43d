import type { ErrorCode } from '../../errors';
import type { captionsTexts } from '../captions-text';
import type { actionTexts, dialogTexts } from '../dialog-text';
import type { figureTexts, fixTexts, phaseLabels, stageTexts, stepTexts } from '../display-text';
import type { checkChoices, checkNotes, formTexts, metadataHints, metadataLabels, sizeNames } from '../form-text';
import type { mannersTexts } from '../manners-text';
import type { namingTexts, tokenLabels } from '../naming-text';
import type {
  countTexts,
  historyText,
  outcomeLabels,
  priorityLabels,
  queueText,
  storageText,
} from '../panels/panel-text';
import type { preferencesTexts } from '../preferences-text';
import type { presetGroupLabels, presetTexts } from '../preset-text';
import type { progressTexts, resultTexts } from '../progress-text';
import type { advice, qualityTexts, recommendationLabels, statusLabels } from '../quality-verdict';
import type { queueingTexts } from '../queueing-text';
import type { reportTexts } from '../report-text';
import type { sampleTexts } from '../sample-text';
import type { coverTexts, timelineTexts } from '../timeline-text';
import type { entryTexts, unfinishedTexts } from '../unfinished-text';
import type { Text } from './words';

/** What an element says by itself needs no parameters; whatever has some may have plural forms in a translation too. */
type Translated<Words> = { readonly [Key in keyof Words]: Words[Key] extends string ? string : Text };

/** What the core says in English, by its ids. What is left out stays English. */
type Named = Readonly<Record<string, string>>;

/** All that the elements say, by where it is said. The English is in the files of the words themselves. */
export interface Translation {
  readonly actions: Translated<typeof actionTexts>;
  readonly advice: Translated<typeof advice>;
  readonly captions: Translated<typeof captionsTexts>;
  readonly checkChoices: Translated<typeof checkChoices>;
  readonly checkNotes: Translated<typeof checkNotes>;
  readonly counts: Translated<typeof countTexts>;
  readonly cover: Translated<typeof coverTexts>;
  readonly dialog: Translated<typeof dialogTexts>;
  readonly entry: Translated<typeof entryTexts>;
  readonly figures: Translated<typeof figureTexts>;
  readonly fixes: Translated<typeof fixTexts>;
  readonly form: Translated<typeof formTexts>;
  readonly history: Translated<typeof historyText>;
  readonly manners: Translated<typeof mannersTexts>;
  readonly metadata: Translated<typeof metadataLabels>;
  readonly metadataHints: Translated<typeof metadataHints>;
  readonly naming: Translated<typeof namingTexts>;
  readonly outcomes: Translated<typeof outcomeLabels>;
  readonly phases: Translated<typeof phaseLabels>;
  readonly preferences: Translated<typeof preferencesTexts>;
  readonly presetGroups: Translated<typeof presetGroupLabels>;
  readonly presets: Translated<typeof presetTexts>;
  readonly priorities: Translated<typeof priorityLabels>;
  readonly progress: Translated<typeof progressTexts>;
  readonly quality: Translated<typeof qualityTexts>;
  readonly queue: Translated<typeof queueText>;
  readonly queueing: Translated<typeof queueingTexts>;
  readonly recommendations: Translated<typeof recommendationLabels>;
  readonly report: Translated<typeof reportTexts>;
  readonly result: Translated<typeof resultTexts>;
  readonly sample: Translated<typeof sampleTexts>;
  readonly sizes: Translated<typeof sizeNames>;
  readonly stages: Translated<typeof stageTexts>;
  readonly statuses: Translated<typeof statusLabels>;
  readonly steps: Translated<typeof stepTexts>;
  readonly storage: Translated<typeof storageText>;
  readonly timeline: Translated<typeof timelineTexts>;
  readonly tokens: Translated<typeof tokenLabels>;
  readonly unfinished: Translated<typeof unfinishedTexts>;

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
