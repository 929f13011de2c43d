import type { LoudnessReport, SoundLoudness } from '../audio/audio-source';
import { formatFrameRate, type FrameRate } from '../composition/frame-rate';
import type { ExportError } from '../errors';
import type { QualityReport, Recommendation } from '../quality/report';
import type { Preset } from '../presets/preset';
import type { CompositionSummary, PageProgress, PageResult } from './page-protocol';
import type { CommittedFile } from './file-receiver';

/** What `--json` prints of an export. */
export interface ExportReport {
  /** Absolute path. */
  file: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
  width: number;
  height: number;
  frames: number;
  /** Exact: `30`, `30000/1001`. */
  frameRate: string;
  durationSeconds: number;
  engine: string;
  codecString: string;
  /** Present where `--loudness` or the preset asked for one. */
  loudness?: LoudnessReport;
  /** Milliseconds. */
  timings: Record<'render' | 'capture' | 'encode' | 'audio' | 'mux' | 'total', number>;
  /** What the check of the file found, 0 … 100; absent where it was not checked. */
  score?: QualityReport['score'];
  recommendation?: Recommendation;
  warnings: { code: string; message: string }[];
  /** Captions beside the file, absolute paths; absent where there are none. */
  sidecars?: string[];
  /** The files of `--also`, in its order. */
  also?: ExportReport[];
}

export function exportReport(result: PageResult, { file, bytes, sha256 }: CommittedFile): ExportReport {
  const { width, height, frames, frameRate, durationSeconds, engine, codecString, timings, warnings } = result;
  const { loudness, quality } = result;
  return {
    ...(loudness && { loudness }),
    ...(quality && { score: quality.score, recommendation: quality.recommendation }),
    file,
    bytes,
    sha256,
    width,
    height,
    frames,
    frameRate: exactFrameRate(frameRate),
    durationSeconds,
    engine,
    codecString,
    timings: {
      render: tenths(timings.render),
      capture: tenths(timings.capture),
      encode: tenths(timings.encode),
      audio: tenths(timings.audio),
      mux: tenths(timings.mux),
      total: tenths(timings.total),
    },
    warnings: warnings.map(({ code, message }) => ({ code, message })),
  };
}

export function describeExport(report: ExportReport): string {
  const { file, bytes, width, height, frames, frameRate, durationSeconds, engine, codecString, timings } = report;
  const speed = (frames * 1000) / timings.total;
  return [
    file,
    ...(report.sidecars ?? []),
    `${width} × ${height}, ${frames} frames at ${frameRate} fps, ${durationSeconds.toFixed(3)} s, ${megabytes(bytes)}`,
    `${codecString} by ${engine}, in ${(timings.total / 1000).toFixed(1)} s (${speed.toFixed(1)} fps)`,
    ...(report.loudness ? [describeLoudness(report.loudness)] : []),
    ...(report.score && report.recommendation ? [`${report.score.total} of 100 points: ${report.recommendation}`] : []),
    ...report.warnings.map(({ code, message }) => `warning ${code}: ${message}`),
    ...(report.also ?? []).map((each) => describeExport({ ...each, warnings: [] })),
  ].join('\n');
}

function describeLoudness({ before, after, gain, limited }: LoudnessReport): string {
  const measured = ({ integrated, truePeak }: SoundLoudness): string =>
    `${integrated?.toFixed(1) ?? '–'} LUFS, ${truePeak?.toFixed(1) ?? '–'} dBTP`;
  const how = `${gain < 0 ? '' : '+'}${gain.toFixed(1)} dB${limited ? ' and a limiter' : ''}`;
  return `sound ${measured(before)} to ${measured(after)} by ${how}`;
}

/** What `--list --json` prints of a preset. */
export type PresetSummary = Pick<Preset, 'id' | 'name' | 'format'> & { description: string };

export interface Listing {
  compositions: CompositionSummary[];
  presets: PresetSummary[];
}

export function describeListing({ compositions, presets }: Listing): string {
  const compositionRows = compositions.map(({ id, name, width, height, frameRate, durationInFrames, hasAudio }) => [
    id,
    name,
    `${width} × ${height}`,
    `${frameRate} fps`,
    `${durationInFrames} frames`,
    hasAudio ? 'with sound' : '',
  ]);
  const presetRows = presets.map(({ id, name, description }) => [id, name, description]);
  return ['Compositions', ...table(compositionRows), '', 'Presets', ...table(presetRows)].join('\n');
}

export function describeProgress(progress: PageProgress): string {
  const { phase, framesDone, framesTotal, framesPerSecond, secondsLeft } = progress;
  const parts = [phase, `${framesDone}/${framesTotal}`];
  if (framesPerSecond > 0) parts.push(`${framesPerSecond.toFixed(1)} fps`);
  if (secondsLeft !== null) parts.push(`${Math.ceil(secondsLeft)} s left`);
  return parts.join(' · ');
}

export function describeError({ code, detail, message, remedy }: ExportError): string {
  return `${code} (${detail}): ${message}\n${remedy}`;
}

/** A rate without loss, as `--fps` takes it. */
export function exactFrameRate(rate: FrameRate): string {
  return rate.den === 1 ? formatFrameRate(rate) : `${rate.num}/${rate.den}`;
}

function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

function table(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
