/** Set by `npm run test:thorough`: every case of tests that take some of many. */
const isThorough = import.meta.env['VITE_THOROUGH'] === '1';

/** Every n-th of the cases, the first among them: those the default run has time for. All where it is thorough. */
export function everyNth<T>(cases: readonly T[], n: number): T[] {
  return cases.filter((_, index) => isThorough || index % n === 0);
}
