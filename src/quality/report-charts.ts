import { defaultLimits, gatedValue, type Gate, type GatedMetric } from './gates';
import type { QualityReport, SampledFrame } from './report';
import { axisOf, wholeAxis, type Plot, type Point } from './report-plots';
import { bitrate, clock, fixed, level } from './report-text';

/** More than a plot can show, or anyone reads in a table. */
const mostPoints = 600;
const mostRows = 120;

/** The plots of all that a report has values of. */
export function chartsOf(report: QualityReport): Plot[] {
  const { sampled, series } = report;
  return [
    ...(sampled.length === 0 ? [] : sampledMetrics.map((metric) => sampledChart(report, metric))),
    ...(series.deltaEHistogram.some((count) => count > 0) ? [histogramChart(series.deltaEHistogram)] : []),
    ...(series.bitrate.length === 0 ? [] : [bitrateChart(series.bitrate)]),
    ...(series.momentary.length === 0 && series.shortTerm.length === 0 ? [] : [loudnessChart(series)]),
  ];
}

interface SampledMetric {
  metric: GatedMetric & keyof typeof defaultLimits;
  title: string;
  unit: string;
  digits: number;
  /** Whether more is better. */
  rising: boolean;
}

const sampledMetrics: readonly SampledMetric[] = [
  { metric: 'ssim', title: 'SSIM', unit: '', digits: 4, rising: true },
  { metric: 'psnrLuma', title: 'PSNR of luma', unit: ' dB', digits: 1, rising: true },
  { metric: 'deltaEMean', title: 'Mean ΔE2000', unit: '', digits: 2, rising: false },
];

function sampledChart({ sampled, gates = [] }: QualityReport, one: SampledMetric): Plot {
  const { metric, title, unit, digits, rising } = one;
  const gate = gates.find((each) => each.metric === metric);
  const against = gate?.against ?? 'source';
  const points = sampled.map((frame) => ({ at: frame.frame, value: gated(metric, frame, against) }));
  const worst = points.reduce((a, b) => (b.value < a.value === rising ? b : a));
  const best = points.reduce((a, b) => (b.value > a.value === rising ? b : a));
  const beyond = gate === undefined ? [] : points.filter(({ value }) => isBeyond(gate, value));
  const shown = thinned(points, mostPoints, rising ? Math.min : Math.max);
  const limit = gate && `${gate.limit}${unit}`;
  const values = points.map(({ value }) => value);
  const said = (value: number): string => `${fixed(value, digits)}${unit}`;
  return {
    id: `plot-${metric.toLowerCase()}`,
    title: against === 'reference' ? `${title}, codec alone` : title,
    description:
      `${sampled.length} sampled frames. Worst: ${said(worst.value)} in frame ${worst.at}. Best: ${said(best.value)}.` +
      (limit ? ` ${beyond.length} beyond the limit of ${limit}.` : ''),
    x: { ...wholeAxis(sampled[0]!.frame, sampled.at(-1)!.frame, String), label: 'frame' },
    y: axisOf(gate ? [...values, gate.limit] : values, fixed),
    lines: [{ look: 'main', label: title, points: shown }],
    marks: thinned(beyond, mostPoints, rising ? Math.min : Math.max),
    ...(gate ? { level: { value: gate.limit, label: `limit ${limit}`, look: 'limit' } } : {}),
    table: {
      head: ['Frame', 'Against the source', 'Codec alone'],
      rows: worstFrames(sampled, points, rising).map((frame) => [
        String(frame.frame),
        said(gated(metric, frame, 'source')),
        frame.reference ? said(gated(metric, frame, 'reference')) : '–',
      ]),
    },
  };
}

function gated(metric: SampledMetric['metric'], frame: SampledFrame, against: Gate['against']): number {
  return gatedValue(metric, against === 'reference' ? (frame.reference ?? frame) : frame)!;
}

function isBeyond({ metric, limit }: Gate, value: number): boolean {
  return metric === 'ssim' || metric === 'psnrLuma' ? value <= limit : value >= limit;
}

/** All frames in their order where they are few, else the worst, in order too. */
function worstFrames(sampled: readonly SampledFrame[], points: readonly Point[], rising: boolean): SampledFrame[] {
  const order = sampled.map((_, index) => index);
  order.sort((one, other) => (points[one]!.value! - points[other]!.value!) * (rising ? 1 : -1));
  return order
    .slice(0, mostRows)
    .sort((one, other) => one - other)
    .map((index) => sampled[index]!);
}

/** At most so many, each the least or greatest of its neighbours. */
function thinned(points: readonly Point[], most: number, pick: typeof Math.min): Point[] {
  const each = Math.ceil(points.length / most);
  if (each <= 1) return [...points];
  return Array.from({ length: Math.ceil(points.length / each) }, (_, group) => {
    const run = points.slice(group * each, (group + 1) * each);
    const values = run.map(({ value }) => value).filter((value) => value !== null);
    return { at: run[0]!.at, value: values.length === 0 ? null : pick(...values) };
  });
}

function histogramChart(counts: readonly number[]): Plot {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => (100 * count) / total);
  // Decades, as all but a few pixels are in the first bars.
  const least = -3;
  const decades = [2, 1, 0, -1, -2, least];
  const range = (index: number): string =>
    index === counts.length - 1
      ? `${fixed(index / 4, 2)} and more`
      : `${fixed(index / 4, 2)}–${fixed((index + 1) / 4, 2)}`;
  const below = shares.slice(0, 4).reduce((sum, share) => sum + share, 0);
  return {
    id: 'plot-histogram',
    title: 'ΔE2000 of pixels, share in % (logarithmic)',
    description: `${fixed(below, 1)} % of the pixels differ by less than 1; the last bar is of all beyond ${fixed((counts.length - 1) / 4, 2)}.`,
    x: { ...wholeAxis(0, counts.length / 4, String), label: 'ΔE2000' },
    y: { from: least, to: 2, ticks: decades.map((value) => ({ value, label: String(10 ** value) })) },
    bars: shares.map((share, index) => ({ at: index / 4, value: Math.log10(share) })),
    barWidth: 0.25,
    table: {
      head: ['ΔE2000', 'Pixels', 'Share'],
      rows: counts.map((count, index) => [range(index), fixed(count, 0), `${fixed(shares[index]!, 3)} %`]),
    },
  };
}

function bitrateChart(values: readonly number[]): Plot {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const most = values.reduce((one, other) => Math.max(one, other));
  const points = values.map((value, second) => ({ at: second, value }));
  const shown = thinned(points, mostPoints / 2, Math.max);
  const rows = thinned(points, mostRows, Math.max);
  const unit = most >= 1e6 ? 1e6 : 1e3;
  return {
    id: 'plot-bitrate',
    title: `Bitrate, ${unit === 1e6 ? 'Mbit/s' : 'kbit/s'}`,
    description: `Mean ${bitrate(mean)}, at most ${bitrate(most)} in one second.`,
    x: { ...wholeAxis(0, values.length, clock), label: 'time' },
    y: axisOf([0, most / unit], fixed),
    bars: shown.map(({ at, value }) => ({ at, value: value! / unit })),
    barWidth: shown.length > 1 ? shown[1]!.at - shown[0]!.at : 1,
    level: { value: mean / unit, label: `mean ${bitrate(mean)}`, look: 'mean' },
    table: {
      head: ['From', rows.length < points.length ? 'Highest second' : 'Bitrate'],
      rows: rows.map(({ at, value }) => [clock(at), bitrate(value!)]),
    },
  };
}

/** Silence and what is next to it would leave no room for the rest. */
const quietest = -50;

function loudnessChart({ momentary, shortTerm, loudnessStep, loudnessTarget }: QualityReport['series']): Plot {
  const pointsOf = (values: readonly (number | null)[]): Point[] =>
    values.map((value, step) => ({ at: step * loudnessStep, value }));
  const [m, s] = [pointsOf(momentary), pointsOf(shortTerm)];
  const heard = [...momentary, ...shortTerm].filter((value) => value !== null);
  const most = heard.length === 0 ? null : heard.reduce((one, other) => Math.max(one, other));
  const target = loudnessTarget === undefined ? [] : [loudnessTarget];
  const rows = thinned(m, mostRows, Math.max);
  const shortRows = thinned(s, mostRows, Math.max);
  return {
    id: 'plot-loudness',
    title: 'Loudness, LUFS',
    description:
      `Momentary and short-term loudness over time, at most ${level(most, 'LUFS')}.` +
      (loudnessTarget === undefined ? '' : ` Target: ${level(loudnessTarget, 'LUFS')}.`),
    x: { ...wholeAxis(0, Math.max(m.length, s.length) * loudnessStep, clock), label: 'time' },
    y: axisOf([...heard.map((value) => Math.max(quietest, value)), ...target], fixed),
    lines: [
      { look: 'side', label: 'momentary', points: thinned(m, mostPoints, Math.max) },
      { look: 'main', label: 'short-term', points: thinned(s, mostPoints, Math.max) },
    ],
    ...(loudnessTarget === undefined
      ? {}
      : { level: { value: loudnessTarget, label: `target ${level(loudnessTarget, 'LUFS')}`, look: 'limit' } }),
    table: {
      head: ['From', 'Momentary, highest', 'Short-term, highest'],
      rows: rows.map(({ at, value }, index) => [
        clock(at),
        level(value, 'LUFS'),
        level(shortRows[index]?.value ?? null, 'LUFS'),
      ]),
    },
  };
}
