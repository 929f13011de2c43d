import { gatedValue, gatesFor, type Gate } from './gates';
import type { CheckCategory, CheckResult, QualityReport, Recommendation, SampledFrame } from './report';

/** What a category counts in the total. Of those that were not looked at, the others share the weight. */
export const categoryWeights: Readonly<Record<CheckCategory, number>> = {
  visual: 35,
  consistency: 20,
  technical: 20,
  sound: 15,
  compliance: 10,
};

/** The share of its category's 100 points that a check leaves. */
export const pointsLeft = { pass: 1, warn: 0.85, fail: 0.5 } as const;

/** Points by loss, where a loss of 0 is none and 1 is that of the gate's limit; straight lines between. */
export const lossPoints = { none: 100, atLimit: 80, lossOfNoPoints: 3 } as const;

/** A file with fewer points is to be looked at, even where every check passed. */
export const reviewBelow = 80;

type ScoredMetric = 'ssim' | 'psnrLuma' | 'deltaEMean';

/** Limits where the format is not known. */
const usualGates = gatesFor({ codec: '', pixelFormat: '420', bits: 8 });

/**
 * What a file is worth, and what to do with it.
 *
 * A category has 100 points, of which every warning leaves 85 % and every failure 50 %. `visual` has no more than its
 * sampled frames: a frame has the points of its worst metric by {@link lossPoints}, and the film half of its worst frame's
 * and half of their mean. The total is the mean of the categories by {@link categoryWeights}; where nothing could be judged
 * it is 0.
 *
 * Any failure rejects; any warning, a total below {@link reviewBelow} or nothing judged asks for a review.
 *
 * @param gates what the sampled frames are held to; by default those of a codec that can hold all of them
 */
export function scoreOf(
  checks: readonly CheckResult[],
  sampled: readonly SampledFrame[],
  gates: readonly Gate[] = usualGates,
): Pick<QualityReport, 'score' | 'recommendation' | 'recommendations'> {
  const categories: Partial<Record<CheckCategory, number>> = {};
  for (const category of categoriesByWeight) {
    const points = [checksPoints(checks, category), category === 'visual' ? framesPoints(sampled, gates) : null];
    const known = points.filter((value) => value !== null);
    if (known.length > 0) categories[category] = Math.round(Math.min(...known));
  }
  const score = { total: totalOf(categories), categories };
  const recommendation = recommend(checks, score.total);
  return { score, recommendation, recommendations: recommendationsFor(checks, score, recommendation) };
}

const categoriesByWeight = (Object.keys(categoryWeights) as CheckCategory[]).sort(
  (one, other) => categoryWeights[other] - categoryWeights[one],
);

/** Null: no check of this category judged anything. */
function checksPoints(checks: readonly CheckResult[], category: CheckCategory): number | null {
  let points: number | null = null;
  for (const check of checks) {
    if (check.category !== category || check.status === 'info' || check.status === 'skipped') continue;
    points = (points ?? 100) * pointsLeft[check.status];
  }
  return points;
}

function framesPoints(sampled: readonly SampledFrame[], gates: readonly Gate[]): number | null {
  const scored = gates.filter(isScored);
  if (sampled.length === 0 || scored.length === 0) return null;
  const points = sampled.map((frame) => Math.min(...scored.map((gate) => pointsOfLoss(lossOf(gate, frame)))));
  const mean = points.reduce((sum, value) => sum + value, 0) / points.length;
  return (mean + Math.min(...points)) / 2;
}

/** The limits of flat areas leave no room: rounding alone comes close to them. */
function isScored(gate: Gate): gate is Gate & { metric: ScoredMetric } {
  return gate.metric === 'ssim' || gate.metric === 'psnrLuma' || gate.metric === 'deltaEMean';
}

/** The loss of a frame as a share of what the gate's limit is: of 1 − SSIM, of the root of the squared error, of ΔE. */
function lossOf({ metric, limit, against }: Gate & { metric: ScoredMetric }, frame: SampledFrame): number {
  const value = gatedValue(metric, against === 'reference' ? (frame.reference ?? frame) : frame)!;
  switch (metric) {
    case 'ssim':
      return (1 - value) / (1 - limit);
    case 'psnrLuma':
      return 10 ** ((limit - value) / 20);
    case 'deltaEMean':
      return value / limit;
  }
}

function pointsOfLoss(loss: number): number {
  const { none, atLimit, lossOfNoPoints } = lossPoints;
  if (loss <= 1) return none - loss * (none - atLimit);
  return Math.max(0, (atLimit * (lossOfNoPoints - loss)) / (lossOfNoPoints - 1));
}

function totalOf(categories: Partial<Record<CheckCategory, number>>): number {
  let sum = 0;
  let weights = 0;
  for (const category of categoriesByWeight) {
    const points = categories[category];
    if (points === undefined) continue;
    sum += points * categoryWeights[category];
    weights += categoryWeights[category];
  }
  return weights === 0 ? 0 : Math.round(sum / weights);
}

function recommend(checks: readonly CheckResult[], total: number): Recommendation {
  if (checks.some(({ status }) => status === 'fail')) return 'reject';
  return total < reviewBelow || checks.some(({ status }) => status === 'warn') ? 'review' : 'approve';
}

/** Remedies of what failed, then of what warned, the weightier category first, each once. */
function recommendationsFor(
  checks: readonly CheckResult[],
  { total, categories }: QualityReport['score'],
  recommendation: Recommendation,
): string[] {
  const wanting = (['fail', 'warn'] as const).flatMap((status) =>
    categoriesByWeight.flatMap((category) =>
      checks.filter((check) => check.status === status && check.category === category),
    ),
  );
  const remedies = wanting.map(({ remedy, message }) => remedy ?? message);
  if (remedies.length > 0 || recommendation === 'approve') return [...new Set(remedies)];
  if (Object.keys(categories).length === 0) return ['Nothing of this file could be judged: look at it yourself.'];
  return [`No check failed, but the file has only ${total} of 100 points: look at its worst frames.`];
}
