import type { ExportComparison } from '../quality/compare-exports';
import type { CheckCategory, CheckResult, CheckStatus, QualityReport } from '../quality/report';
import {
  bytes,
  categoryLabels,
  clock,
  fixed,
  level,
  recommendationLabels,
  referenceLabels,
} from '../quality/report-text';
import type { ComparisonCommand } from './check-arguments';

/** A report without the pictures of its worst frames, which no one reads in a terminal. */
export function withoutPictures(report: QualityReport): QualityReport {
  return { ...report, worst: [] };
}

/** What was found of a file, for a person: the verdict first, then what is wrong and what to do about it. */
export function describeReport(report: QualityReport): string {
  const { score, recommendation, checks, reference, tookMs } = report;
  const categories = (Object.keys(categoryLabels) as CheckCategory[]).flatMap((category) => {
    const points = score.categories[category];
    return points === undefined ? [] : [`${categoryLabels[category]} ${points}`];
  });
  const passed = checks.filter(({ status }) => status === 'pass').length;
  return [
    ...factsOf(report),
    '',
    `${recommendationLabels[recommendation]}: ${score.total} of 100 points`,
    ...(categories.length > 0 ? [`  ${categories.join(' · ')}`] : []),
    ...group('Failed', checks, 'fail'),
    ...group('Warnings', checks, 'warn'),
    ...group('Not checked', checks, 'skipped'),
    '',
    ...figuresOf(report),
    `${passed} checks passed; compared with: ${referenceLabels[reference].toLowerCase()}; in ${fixed(tookMs / 1000, 1)} s`,
  ].join('\n');
}

function factsOf({ file, picture, sound }: QualityReport): string[] {
  const facts = [`${file.name}: ${bytes(file.byteLength)}, ${file.mimeType}`];
  if (picture) {
    const { width, height, frameRate, frames, codec, durationSeconds } = picture;
    const rate = frameRate === '' ? '' : ` at ${frameRate} fps`;
    facts.push(`  picture ${width} × ${height}, ${frames} frames${rate}, ${clock(durationSeconds)}, ${codec}`);
  }
  if (sound) {
    const { codec, sampleRate, channels, integrated, truePeak } = sound;
    const loudness = `${level(integrated, 'LUFS')}, ${level(truePeak, 'dBTP')}`;
    facts.push(`  sound ${codec}, ${fixed(sampleRate / 1000, 1)} kHz, ${channels} channels, ${loudness}`);
  }
  return facts;
}

function group(title: string, checks: readonly CheckResult[], status: CheckStatus): string[] {
  const own = checks.filter((check) => check.status === status);
  if (own.length === 0) return [];
  return ['', title, ...own.flatMap(describeCheck)];
}

function describeCheck({ title, message, remedy, status }: CheckResult): string[] {
  const found = `  ${title}: ${message}`;
  return remedy === undefined || status === 'skipped' ? [found] : [found, `    ${remedy}`];
}

/** The worst of the frames that were compared. */
function figuresOf({ sampled }: QualityReport): string[] {
  if (sampled.length === 0) return [];
  const ssim = Math.min(...sampled.map((frame) => frame.ssim));
  const psnr = Math.min(...sampled.map((frame) => frame.psnr.luma));
  const deltaE = Math.max(...sampled.map((frame) => frame.deltaE.all.mean));
  const figures = `SSIM ${fixed(ssim, 4)}, PSNR ${fixed(psnr, 1)} dB, mean ΔE ${fixed(deltaE, 2)}`;
  return [`The worst of ${sampled.length} frames compared has ${figures}.`];
}

/** How two files differ, for a person. */
export function describeComparison(comparison: ExportComparison, { file, against }: ComparisonCommand): string {
  const { frames, compared, missing, identical, gates, passed, worst } = comparison;
  const figures = gates.map(({ metric, value, limit, passed: held }) => {
    const where = worst[metric] === undefined ? '' : `, at worst in frame ${worst[metric]}`;
    return `  ${held ? 'passed' : 'failed'} ${metric} ${value === null ? '–' : fixed(value, 3)} against ${limit}${where}`;
  });
  const lost = (['first', 'second'] as const).flatMap((which) =>
    missing[which].length === 0
      ? []
      : [`  ${missing[which].length} frames are not in the ${which} file: ${some(missing[which])}`],
  );
  return [
    `${passed ? 'The same, as far as the limits go' : 'They differ'}: ${file} and ${against}`,
    `  ${frames.first} and ${frames.second} frames, ${compared.length} compared, ${identical} of them identical`,
    ...lost,
    ...figures,
  ].join('\n');
}

const mostNamed = 12;

function some(frames: readonly number[]): string {
  return frames.slice(0, mostNamed).join(', ') + (frames.length > mostNamed ? ' …' : '');
}
