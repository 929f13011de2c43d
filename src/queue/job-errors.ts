import { ExportError } from '../errors';
import type { NewJob } from './job';
import { roomKeys, type QueueLimits, type Room } from './queue-limits';

/** @param path where in what was asked */
export function jobInvalid(path: string, problem: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'job-invalid',
    stage: 'configure',
    message: `${path} of a job for the queue ${problem}.`,
    remedy: 'Correct it and add the jobs again; none of them was added.',
  });
}

export function jobDuplicate(id: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'job-duplicate',
    stage: 'configure',
    message: `The queue has a job “${id}” already, or would have two.`,
    remedy: 'Leave the id out, or give each job one of its own; none of them was added.',
  });
}

export function jobAfterUnknown({ after }: Pick<NewJob, 'after'>, known: ReadonlySet<string>): ExportError {
  const unknown = after?.find((id) => !known.has(id)) ?? '';
  return new ExportError('invalid-input', {
    detail: 'job-after-unknown',
    stage: 'configure',
    message: `A job is to come after “${unknown}”, which the queue does not have.`,
    remedy: 'Add both together, or the other one first; none of them was added.',
  });
}

export function jobAfterCircle(ids: readonly string[]): ExportError {
  return new ExportError('invalid-input', {
    detail: 'job-after-circle',
    stage: 'configure',
    message: `Jobs are to come after each other in a circle: ${ids.slice(0, 5).join(', ')}.`,
    remedy: 'Say which of them comes first; none of them was added.',
  });
}

export function jobUnknown(id: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'job-unknown',
    stage: 'configure',
    message: `The queue has no job “${id}” (any more).`,
    remedy: 'Look at its jobs again: it may have been removed, here or in another tab.',
  });
}

export function jobNotBeside(id: string, before: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'job-not-beside',
    stage: 'configure',
    message: `The job “${id}” cannot be moved before “${before}”: both must wait, with the same priority.`,
    remedy: 'Give it that priority first.',
  });
}

const words: Readonly<Record<keyof Room, (amount: number) => string>> = {
  exports: (amount) => `${amount} exports at once`,
  memory: (amount) => `${(amount / 2 ** 20).toFixed(0)} MB of memory`,
  encoders: (amount) => `${amount} of the browser's encoders`,
  lanes: (amount) => `${amount} encoding workers`,
};

/** Null where it fits. */
export function tooLarge(fileName: string, needs: Room, limits: QueueLimits): ExportError | null {
  const key = roomKeys.find((each) => needs[each] > limits[each]);
  if (key === undefined) return null;
  return new ExportError('unsupported', {
    detail: 'job-too-large',
    stage: 'configure',
    message: `“${fileName}” needs ${words[key](needs[key])}; the queue may use ${words[key](limits[key])} in all.`,
    remedy: 'Export at a smaller size or in another format, or give the queue higher limits.',
  });
}

export function compositionMissing(compositionName: string, cause: unknown): ExportError {
  return ExportError.from(cause, 'invalid-input', {
    detail: 'composition-missing',
    stage: 'prepare',
    message: `The composition “${compositionName}” could not be had: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: 'See that it still exists, then try again.',
  });
}

export function sinkMissing(key: string, cause: unknown): ExportError {
  return ExportError.from(cause, 'invalid-input', {
    detail: 'sink-missing',
    stage: 'prepare',
    message: `The place “${key}” for the file could not be had: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: 'See that the page still knows it, then try again.',
  });
}

/** Only a click may ask for it. */
export function permissionMissing(fileName: string): ExportError {
  return new ExportError('storage', {
    detail: 'permission-missing',
    stage: 'prepare',
    message: `The browser wants to be asked again before “${fileName}” may be written where it is to go.`,
    remedy: 'Resume it, and allow the page to write there.',
    recoverable: true,
  });
}

export function pageEnded(times: number): ExportError {
  return new ExportError('worker-crash', {
    detail: 'page-ended',
    stage: 'render',
    message: `The page ended ${times} times while this was being exported, before anything of it was finished.`,
    remedy: 'Export at a smaller size or with fewer tabs open, then try again.',
    recoverable: true,
  });
}

export function queueDisposed(): ExportError {
  return new ExportError('cancelled', {
    detail: 'queue-disposed',
    stage: 'configure',
    message: 'The queue was closed.',
    remedy: 'Open it again.',
  });
}
