import type { CheckCategory, CheckResult, QualityReport } from './report';

type Judgement = Pick<QualityReport, 'score' | 'recommendation' | 'recommendations'>;

/** Points of 100 that a check is worth by what became of it; others do not count. */
const worth = { pass: 100, warn: 60, fail: 0 } as const;

/** By category the mean over its checks; in all, the mean over categories. */
export function judge(checks: readonly CheckResult[]): Judgement {
  const categories: Partial<Record<CheckCategory, number>> = {};
  const counted = checks.filter(
    (check): check is CheckResult & { status: keyof typeof worth } => check.status in worth,
  );
  for (const category of new Set(counted.map((check) => check.category))) {
    categories[category] = mean(
      counted.filter((check) => check.category === category).map(({ status }) => worth[status]),
    );
  }
  const failed = checks.filter(({ status }) => status === 'fail');
  const doubtful = checks.filter(({ status }) => status === 'warn');
  const open = counted.length === 0 || doubtful.length > 0 || checks.some(({ status }) => status === 'skipped');
  const remedies = [...failed, ...doubtful].map(({ remedy }) => remedy).filter((remedy) => remedy !== undefined);
  return {
    score: { total: mean(Object.values(categories)), categories },
    recommendation: failed.length > 0 ? 'reject' : open ? 'review' : 'approve',
    recommendations: [...new Set(remedies)],
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
}
