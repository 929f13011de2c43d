import type { CheckResult, QualityReport } from './report';
import { scoreOf } from './score';

/** The report of a file that could not be looked at. @param reason a sentence */
export function uncheckedReport(file: Omit<QualityReport['file'], 'sha256'>, reason: string): QualityReport {
  const checks: CheckResult[] = [
    {
      ...{ id: 'checked', category: 'technical', status: 'skipped', title: 'The file was read again' },
      message: reason,
      source: 'The finished file',
    },
  ];
  return {
    schema: 'stepframe-quality-report',
    version: 1,
    file: { ...file, sha256: '' },
    reference: 'none',
    picture: null,
    sound: null,
    ...scoreOf(checks, []),
    checks,
    sampled: [],
    worst: [],
    series: { bitrate: [], momentary: [], shortTerm: [], loudnessStep: 0.1, deltaEHistogram: [] },
    tookMs: 0,
  };
}
