import { stageLabel, summarise } from './display-text';
import { presetTexts } from './preset-text';
import { verdictInWords, withheldHeading } from './quality-verdict';
import { isKept, settingsOf, type ExportState } from './export-model';

export const actionTexts = { open: 'Open' } as const;

/** What stands above it all. */
export function headingOf({ phase, report, browsing }: ExportState): string {
  if (report !== null) return 'Quality report';
  if (browsing) return presetTexts.heading;
  return phase === 'reviewing' ? 'Unfinished exports' : 'Export';
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
      return straightToFile
        ? 'Keep this tab open: straight to a file, it can be neither paused nor resumed.'
        : 'Keep this tab open until it is done.';
    case 'paused':
      return isKept(state)
        ? `Safe to close: it resumes at frame ${state.progress?.framesStored ?? 0}.`
        : 'No part of it is finished: closing discards it.';
    case 'failed':
      if (withheld !== null) return 'The file is kept until it is discarded.';
      if (!resumable) return subject === null ? '' : 'Nothing of it is kept.';
      return subject !== null && subject.draft.also.length > 0
        ? 'What is finished is kept. Resuming makes the first file; the others are among the unfinished exports.'
        : 'What is finished is kept, to be resumed now or later.';
    default:
      return '';
  }
}

/** What a screen reader says when it changes: phases, not every frame. */
export function announcementOf(state: ExportState, notice: string): string {
  const { phase, progress, error, finished, withheld, report } = state;
  if (notice !== '') return notice;
  if (report !== null) return '';
  switch (phase) {
    case 'running':
      return stageLabel(state);
    case 'paused':
      return progress?.error
        ? `${stageLabel(state)}. ${progress.error.message} ${progress.error.remedy}`
        : stageLabel(state);
    case 'complete':
      return `Export complete. ${verdictInWords(finished?.result.quality ?? null)}`;
    case 'failed':
      return withheld === null ? (error?.message ?? '') : `${withheldHeading}. ${verdictInWords(withheld)}`;
    default:
      return '';
  }
}

/** Why the dialog does not close on a key. */
export function whyOpen({ straightToFile }: ExportState): string {
  return straightToFile
    ? 'The export is running. Press Cancel to stop it.'
    : 'The export is running. Pause it to close, or press Cancel to stop it.';
}
