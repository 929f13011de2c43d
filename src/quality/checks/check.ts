import type { CheckResult } from '../report';

/** What a check says where it applies. */
export type Finding = Pick<CheckResult, 'status' | 'message' | 'remedy' | 'measured' | 'expected' | 'frames'>;

/** One thing that is looked at. */
export interface Check<Subject> extends Pick<CheckResult, 'id' | 'category' | 'title' | 'source'> {
  /** Null: it does not apply to this file. */
  find: (subject: Subject) => Finding | null;
}

/** The list itself. @throws Error when two checks have one id */
export function checkList<Subject>(checks: readonly Check<Subject>[]): readonly Check<Subject>[] {
  refuseDuplicates(checks.map(({ id }) => id));
  return checks;
}

/** @throws Error when an id stands there twice */
export function refuseDuplicates(ids: readonly string[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`Two checks are called ${twice}.`);
}

export function runChecks<Subject>(checks: readonly Check<Subject>[], subject: Subject): CheckResult[] {
  return checks.flatMap(({ find, ...about }) => {
    const finding = find(subject);
    return finding ? [{ ...about, ...finding }] : [];
  });
}

/** A finding that fails where what was measured is not what was expected. */
export function compare<Value extends string | number>(
  name: string,
  measured: Value,
  expected: Value,
  remedy: string,
): Finding {
  if (measured === expected) return { status: 'pass', message: `${name}: ${measured}, as asked.`, measured, expected };
  return { status: 'fail', message: `${name}: ${measured}, where ${expected} was asked.`, remedy, measured, expected };
}

/** At most so many frames are told of one finding. */
export function fewFrames(frames: readonly number[]): { frames: readonly number[] } | object {
  return frames.length === 0 ? {} : { frames: frames.slice(0, 20) };
}
