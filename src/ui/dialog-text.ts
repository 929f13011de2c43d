import { stageLabel, summarise } from './display-text';
import { headlineOf, problemLine } from './error-text';
import { words } from './language/words';
import { presetTexts } from './preset-text';
import { qualityTexts, verdictInWords } from './quality-verdict';
import { isKept, settingsOf, type ExportState } from './export-model';

/** What the buttons say. */
export const actionTexts = words('actions', {
  back: 'Back',
  settings: 'Back to settings',
  close: 'Close',
  export: 'Export',
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel',
  straight: 'Save straight to a file…',
  again: 'Try again',
  discard: 'Discard',
  keep: 'Keep the file anyway',
  open: 'Open',
  saveAgain: 'Save again',
  done: 'Done',
  show: 'Show',
});

export const dialogTexts = words('dialog', {
  heading: 'Export',
  report: 'Quality report',
  unfinished: 'Unfinished exports',
  unfinishedCount: { one: '{count} unfinished export', other: '{count} unfinished exports' },
  staysOpen: 'Keep this tab open until it is done.',
  staysOpenStraight: 'Keep this tab open: straight to a file, it can be neither paused nor resumed.',
  safe: 'Safe to close: it resumes at frame {frame}.',
  unsafe: 'No part of it is finished: closing discards it.',
  fileKept: 'The file is kept until it is discarded.',
  nothingKept: 'Nothing of it is kept.',
  kept: 'What is finished is kept, to be resumed now or later.',
  keptAlso: 'What is finished is kept. Resuming makes the first file; the others are among the unfinished exports.',
  complete: 'Export complete',
  then: '{first}. {second}',
  noReport: 'The report could not be loaded. Check the connection and try again.',
  running: 'The export is running. Pause it to close, or press Cancel to stop it.',
  runningStraight: 'The export is running. Press Cancel to stop it.',
});

/** What stands above it all. */
export function headingOf({ phase, report, browsing }: ExportState): string {
  if (report !== null) return dialogTexts.report;
  if (browsing) return presetTexts.heading;
  return phase === 'reviewing' ? dialogTexts.unfinished : dialogTexts.heading;
}

/** The line beside the buttons. @param notice what the last key or click could not do; it comes first */
export function summaryOf(state: ExportState, notice: string): string {
  if (notice !== '') return notice;
  const { phase, subject, straightToFile, resumable, withheld, report } = state;
  if (report !== null) return '';
  switch (phase) {
    case 'configuring':
      return subject === null ? '' : summarise(settingsOf(subject), subject.composition);
    case 'running':
      return straightToFile ? dialogTexts.staysOpenStraight : dialogTexts.staysOpen;
    case 'paused':
      return isKept(state) ? dialogTexts.safe({ frame: state.progress?.framesStored ?? 0 }) : dialogTexts.unsafe;
    case 'failed':
      if (withheld !== null) return dialogTexts.fileKept;
      if (!resumable) return subject === null ? '' : dialogTexts.nothingKept;
      return subject !== null && subject.draft.also.length > 0 ? dialogTexts.keptAlso : dialogTexts.kept;
    default:
      return '';
  }
}

const sentences = (first: string, second: string): string => dialogTexts.then({ first, second });

/** What a screen reader says when it changes: phases, not every frame. */
export function announcementOf(state: ExportState, notice: string): string {
  const { phase, progress, error, finished, withheld, report } = state;
  if (notice !== '') return notice;
  if (report !== null) return '';
  switch (phase) {
    case 'running':
      return stageLabel(state);
    case 'paused':
      return progress?.error ? sentences(stageLabel(state), problemLine(progress.error)) : stageLabel(state);
    case 'complete':
      return sentences(dialogTexts.complete, verdictInWords(finished?.result.quality ?? null));
    case 'failed':
      return withheld === null
        ? error === null
          ? ''
          : headlineOf(error)
        : sentences(qualityTexts.withheld, verdictInWords(withheld));
    default:
      return '';
  }
}

/** Why the dialog does not close on a key. */
export function whyOpen({ straightToFile }: ExportState): string {
  return straightToFile ? dialogTexts.runningStraight : dialogTexts.running;
}
