import type { QualityReport, Recommendation } from '../quality/report';
import { recommendationLabels } from '../quality/report-text';

export const withheldHeading = 'The file did not pass its check';

/** What to make of a recommendation. */
export const advice: Readonly<Record<Recommendation, string>> = {
  approve: 'Nothing was found wrong with it.',
  review: 'Look at it before you hand it over.',
  reject: 'It is not as it was drawn, or not as it was asked for.',
};

/** Whether nothing of the file could be looked at. */
export function isUnchecked({ score }: QualityReport): boolean {
  return Object.keys(score.categories).length === 0;
}

/** Why nothing of it was looked at, in a sentence. */
export function whyUnchecked(report: QualityReport | null): string {
  return report?.checks.find(({ status }) => status === 'skipped')?.message ?? 'It was saved as it came out.';
}

/** How many checks passed, of those that judge. */
export function passedOf({ checks }: QualityReport): { passed: number; judged: number } {
  const judged = checks.filter(({ status }) => status !== 'info' && status !== 'skipped');
  return { passed: judged.filter(({ status }) => status === 'pass').length, judged: judged.length };
}

/** `Score 97 of 100, approve.` @param report null: the file was not checked */
export function verdictInWords(report: QualityReport | null): string {
  if (report === null || isUnchecked(report)) return 'The file is unchecked.';
  return `Score ${report.score.total} of 100, ${recommendationLabels[report.recommendation].toLowerCase()}.`;
}
