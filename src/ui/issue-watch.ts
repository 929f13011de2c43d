import { realClearTimeout, realSetTimeout } from '../composition/real-time';
import { ExportError } from '../errors';
import type { Exporter } from '../exporter';
import { alsoFilesOf } from './also-files';
import { settingsOf, type ExportModel, type ExportSubject } from './export-model';

/** Milliseconds, long enough to skip the digits of a number being typed. */
const settleMs = 150;

/**
 * Asks the exporter about the settings whenever they change, and tells the model. Only the answer to the latest
 * question counts: one that arrives after a further change, or after the dialog left the settings, is dropped.
 *
 * @returns how to stop
 */
export function watchIssues(model: ExportModel, exporter: () => Pick<Exporter, 'canExport'> | null): () => void {
  let asked: ExportSubject | null = null;
  let timer = 0;

  const ask = async (subject: ExportSubject, judge: Pick<Exporter, 'canExport'>): Promise<void> => {
    const isStale = (): boolean => subject !== asked;
    try {
      const issues = await judge.canExport(subject.composition, settingsOf(subject), alsoFilesOf(subject));
      if (!isStale()) model.checked(issues, null);
    } catch (thrown) {
      if (!isStale()) model.checked([], checkFailed(thrown));
    }
  };

  const unsubscribe = model.subscribe(({ phase, subject, checking }) => {
    const current = phase === 'configuring' && checking ? subject : null;
    if (current === asked) return;
    asked = current;
    realClearTimeout(timer);
    const judge = exporter();
    if (current === null || judge === null) return;
    timer = realSetTimeout(() => void ask(current, judge), settleMs);
  });

  return () => {
    asked = null;
    realClearTimeout(timer);
    unsubscribe();
  };
}

function checkFailed(thrown: unknown): ExportError {
  return ExportError.from(thrown, 'internal', {
    detail: 'check-failed',
    stage: 'configure',
    message: 'The settings could not be checked.',
    remedy: 'Change a setting to check again, or export to see what is wrong.',
    recoverable: true,
  });
}
