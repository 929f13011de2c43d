import type { ExportError } from '../errors';
import { retryPolicies } from '../orchestrator/retry-policy';

/** How exports that failed are tried again as a whole, after the export itself has tried what it could. */
export interface RetryRule {
  /** Default 3. */
  times: number;
  /** Milliseconds before the first; every further one waits twice as long. Default 5000. */
  backoffMs: number;
}

export const defaultRetryRule: RetryRule = { times: 3, backoffMs: 5000 };

const longestWaitMs = 10 * 60_000;

/** What becomes of a job whose export failed. */
export type Verdict = { kind: 'again'; afterMs: number } | { kind: 'pause' } | { kind: 'fail' };

/** Another tab has not let go of the export yet, or has the page's clock: it was never begun. */
const passing: Readonly<Record<string, number>> = { 'export-in-use': 500, 'clock-busy': 1000 };

export function isPassing({ detail }: ExportError): boolean {
  return detail in passing;
}

/** @param tries how often it was tried again already, without anything more of it having been finished */
export function verdictOn(error: ExportError, tries: number, rule: RetryRule): Verdict {
  const passes = passing[error.detail];
  if (passes !== undefined) return { kind: 'again', afterMs: passes };
  if (!error.recoverable) return { kind: 'fail' };
  const { retries, then } = retryPolicies[error.code];
  // What does not come by itself is not waited for.
  const hopeless = then === 'pause' && retries === 0;
  if (tries < rule.times && !hopeless) {
    return { kind: 'again', afterMs: Math.min(longestWaitMs, rule.backoffMs * 2 ** tries) };
  }
  return { kind: then === 'pause' ? 'pause' : 'fail' };
}
