import { afterAll, it } from 'vitest';

interface Row {
  fault: string;
  moment: string;
  outcome: string;
}

/**
 * Tests of faults, one to a row of a table that is printed at the end: which fault, at which moment, with which outcome.
 *
 * @returns declares a test; `run` throws where the fault was not survived, and says how it was otherwise
 */
export function faultMatrix(title: string): (fault: string, moment: string, run: () => Promise<string>) => void {
  const rows: Row[] = [];
  afterAll(() => console.log(table(title, rows)));
  return (fault, moment, run) =>
    it(`${fault}, ${moment}`, async () => {
      const row = { fault, moment, outcome: 'NOT SURVIVED' };
      rows.push(row);
      row.outcome = await run();
    });
}

function table(title: string, rows: readonly Row[]): string {
  const width = (key: keyof Row): number => Math.max(key.length, ...rows.map((row) => row[key].length));
  const [fault, moment] = [width('fault'), width('moment')];
  const line = (row: Row): string => `${row.fault.padEnd(fault)} | ${row.moment.padEnd(moment)} | ${row.outcome}`;
  const head = { fault: 'fault', moment: 'moment', outcome: 'outcome' };
  return [`Fault matrix: ${title}`, line(head), ...rows.map(line)].join('\n');
}
