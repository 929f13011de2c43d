import { ExportError } from '../errors';
import type { PageProgress } from './page-protocol';

/** What is known of a failed run when it is decided whether its finished part is kept. */
export interface FailedRun {
  /** It was to continue an earlier one. */
  resuming: boolean;
  /** As the page last told; null: it told nothing. */
  progress: Pick<PageProgress, 'phase' | 'segmentsStored'> | null;
}

/** Whether `--resume` can mend a failure, so that what is finished is worth keeping. */
export function isResumable(thrown: unknown, { resuming, progress }: FailedRun): boolean {
  // The page has handed over the file and removed what it had stored.
  if (progress?.phase === 'complete') return false;
  // What is no `ExportError` comes from this machine and tells nothing against the export.
  const { code, detail, stage, recoverable } =
    thrown instanceof ExportError ? thrown : { code: null, detail: null, stage: null, recoverable: true };
  // Nothing was taken up yet: the command line or this machine is at fault, not what an earlier run left.
  if (resuming && (stage === 'configure' || stage === 'prepare')) return detail !== 'nothing-to-resume';
  const anythingStored = resuming || (progress !== null && progress.segmentsStored > 0);
  return anythingStored && recoverable && code !== 'invalid-input' && code !== 'unsupported';
}
