import type { CheckResult, CheckStatus, QualityReport, Recommendation } from '../quality/report';
import { coreWord, words } from './language/words';

export const qualityTexts = words('quality', {
  withheld: 'The file did not pass its check',
  of100: ' of 100',
  unchecked: 'Not checked',
  asItCame: 'It was saved as it came out.',
  open: 'Report',
  passed: '{passed} of {judged} checks passed.',
  more: { one: '{count} more in the report.', other: '{count} more in the report.' },
  scored: 'Score {score} of 100: {recommendation}.',
  noScore: 'The file is unchecked.',
});

export const recommendationLabels = words('recommendations', {
  approve: 'Approve',
  review: 'Review',
  reject: 'Reject',
} satisfies Record<Recommendation, string>);

/** What to make of a recommendation. */
export const advice = words('advice', {
  approve: 'Nothing was found wrong with it.',
  review: 'Look at it before you hand it over.',
  reject: 'It is not as it was drawn, or not as it was asked for.',
} satisfies Record<Recommendation, string>);

export const statusLabels = words('statuses', {
  fail: 'Failed',
  warn: 'Warning',
  pass: 'Passed',
  info: 'Note',
  skipped: 'Not checked',
} satisfies Record<CheckStatus, string>);

/** What a check looks at, by its id. */
export function checkTitle({ id, title }: CheckResult): string {
  return coreWord('checks', id, title);
}

/** Whether nothing of the file could be looked at. */
export function isUnchecked({ score }: QualityReport): boolean {
  return Object.keys(score.categories).length === 0;
}

/** What the core says of why nothing was looked at, in English; null: nobody asked for it. */
export function whyUnchecked(report: QualityReport | null): string | null {
  return report?.checks.find(({ status }) => status === 'skipped')?.message ?? null;
}

/** How many checks passed, of those that judge. */
export function passedOf({ checks }: QualityReport): { passed: number; judged: number } {
  const judged = checks.filter(({ status }) => status !== 'info' && status !== 'skipped');
  return { passed: judged.filter(({ status }) => status === 'pass').length, judged: judged.length };
}

/** `Score 97 of 100: Approve.` @param report null: the file was not checked */
export function verdictInWords(report: QualityReport | null): string {
  if (report === null || isUnchecked(report)) return qualityTexts.noScore;
  return qualityTexts.scored({
    score: report.score.total,
    recommendation: recommendationLabels[report.recommendation],
  });
}
