import { describe, expect, it } from 'vitest';
import { errorCodes, ExportError, type ErrorCode } from '../../src/errors';
import { retryPolicies, RetryCounter, type Reaction } from '../../src/orchestrator/retry-policy';

function error(code: ErrorCode, recoverable = true): ExportError {
  return new ExportError(code, { detail: 'test', stage: 'encode', message: 'm', remedy: 'r', recoverable });
}

/** What is done about so many failures of one kind, with nothing stored in between. */
function reactions(code: ErrorCode, count: number): Reaction[] {
  const counter = new RetryCounter();
  return Array.from({ length: count }, () => counter.after(error(code)));
}

const retry = (afterMs: number): Reaction => ({ kind: 'retry', afterMs });

describe('what is done about a failure', () => {
  it.each(errorCodes)('%s: the export ends where trying again cannot help', (code) => {
    expect(new RetryCounter().after(error(code, false))).toEqual({ kind: 'fail' });
  });

  it.each(errorCodes)('%s: no failure is tried again for ever', (code) => {
    const ends = reactions(code, 30).filter(({ kind }) => kind === 'fail' || kind === 'pause');
    expect(ends.length).toBeGreaterThan(0);
  });

  it.each(errorCodes)('%s: a policy that makes sense', (code) => {
    const { retries, backoffMs } = retryPolicies[code];
    expect(retries).toBeGreaterThanOrEqual(0);
    expect(backoffMs > 0).toBe(retries > 0);
  });

  it('a lost context is tried twice, each time later', () => {
    expect(reactions('capture', 3)).toEqual([retry(500), retry(1000), { kind: 'fail' }]);
  });

  it('storage that fails is tried three times, then it is for the user', () => {
    expect(reactions('storage', 4)).toEqual([retry(500), retry(1000), retry(2000), { kind: 'pause' }]);
  });

  it('a full disk is for the user at once', () => {
    expect(reactions('storage-quota', 1)).toEqual([{ kind: 'pause' }]);
  });

  it('an encoder that fails is replaced, twice at the most', () => {
    const tries = [retry(250), retry(500)];
    expect(reactions('encoder', 9)).toEqual([
      ...[...tries, { kind: 'fallback' }],
      ...[...tries, { kind: 'fallback' }],
      ...[...tries, { kind: 'fail' }],
    ]);
  });

  it('begins to count anew when something more is stored', () => {
    const counter = new RetryCounter();
    for (let take = 0; take < 20; take++) {
      expect(counter.after(error('worker-crash'))).toEqual(retry(250));
      counter.progressed();
    }
  });

  it('begins to count anew after the user has resumed', () => {
    const kinds = reactions('storage', 8).map(({ kind }) => kind);
    expect(kinds).toEqual(['retry', 'retry', 'retry', 'pause', 'retry', 'retry', 'retry', 'pause']);
  });
});
