import { ExportError, type SerialisedExportError } from '../errors';
import type { PlannedItem } from './batch-plan';

/** What kept a file from being delivered. */
export function plainError(thrown: unknown): SerialisedExportError {
  return ExportError.from(thrown, 'internal', {
    detail: 'unexpected',
    stage: 'deliver',
    message: `The file could not be delivered: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    remedy: 'Try again; if it happens again, please report it.',
  }).toJSON();
}

export function unknownFailure(): SerialisedExportError {
  return new ExportError('internal', {
    detail: 'unexpected',
    stage: 'render',
    message: 'It failed, and the queue does not say why.',
    remedy: 'Try again; if it happens again, please report it.',
  }).toJSON();
}

export function stoppedEarly(): SerialisedExportError {
  return new ExportError('cancelled', {
    detail: 'batch-stopped',
    stage: 'configure',
    message: 'Another item failed, and the batch stops at an error.',
    remedy: 'Mend that one and run the batch again, or let it continue after errors.',
  }).toJSON();
}

export function afterFailed({ id }: PlannedItem, { code, message }: SerialisedExportError): SerialisedExportError {
  return new ExportError(code, {
    detail: 'job-after-failed',
    stage: 'prepare',
    message: `"${id}", which comes first, failed: ${message}`,
    remedy: `Mend "${id}" and run the batch again.`,
  }).toJSON();
}
