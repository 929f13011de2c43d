import { ExportError } from '../errors';
import type { ExportIssue } from '../orchestrator/export-issue';

/** Something in a batch that cannot be done as asked. */
export interface BatchIssue extends Omit<ExportIssue, 'suggestion'> {
  /** Where in the batch, e.g. `items[3].preset`; empty: the whole of it. */
  path: string;
  /** The id of the item it concerns; null: none, or one without a usable id. */
  item: string | null;
}

/** What keeps a batch from being started. */
export function invalidItem(
  at: { path: string; item?: string | null },
  detail: string,
  message: string,
  remedy: string,
): BatchIssue {
  return { severity: 'error', code: 'invalid-input', detail, item: null, ...at, message, remedy };
}

export function hasErrors(issues: readonly BatchIssue[]): boolean {
  return issues.some(({ severity }) => severity === 'error');
}

/** One line for each: where, what, and what to do about it. */
export function describeIssues(issues: readonly BatchIssue[]): string {
  return issues
    .map(({ severity, detail, path, message, remedy }) => {
      const place = path === '' ? 'the batch' : path;
      return `${severity} ${place} (${detail}): ${message} ${remedy}`;
    })
    .join('\n');
}

/** All errors of a batch as the one that it fails with. */
export function batchError(issues: readonly BatchIssue[]): ExportError {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  return new ExportError('invalid-input', {
    detail: 'batch-invalid',
    stage: 'configure',
    message: `The batch cannot be started:\n${describeIssues(errors)}`,
    remedy: errors.length === 1 ? (first?.remedy ?? '') : 'Correct what is listed; a dry run lists all of it.',
  });
}
