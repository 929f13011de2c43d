import { framesPerSecond } from '../composition/frame-rate';
import { isWebVideoCodec } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import { formatOf } from '../formats/registry';
import { codedFilmOf } from '../quality/sample-plan';
import { videoEncoderSettings } from './export-job';
import { planSegments, segmentLength } from './segment-plan';

/** Between which bounds a figure lies, by what was measured, and where most likely. */
export interface FigureRange {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** What became of one run of a sample. */
export interface MeasuredRun {
  /** As they came: of fields, two are one of the file. */
  frames: number;
  /** Bytes of each coded frame, in the order they are decoded, and whether it stands alone. */
  packets: readonly { byteLength: number; key: boolean }[];
  /** From its first frame, or the end of the run before, until it was stored. */
  milliseconds: number;
}

/** What was measured of a sample. Bytes and milliseconds. */
export interface SampleMeasures {
  runs: readonly MeasuredRun[];
  isWhole: boolean;
  soundBytes: number;
  /** Of the container, beside picture and sound; null: there is no file yet. */
  containerBytes: number | null;
  prepareMs: number;
  /** Putting the file together after the last packet, and looking at it. */
  muxMs: number;
  checkMs: number;
}

/** What a share of the time an export takes goes into its check at the most. */
const checkShare = 0.06;
/** However alike all runs are. */
const leastSpread = { gop: 0.1, intra: 0.02, time: 0.15 } as const;
/** Standard errors that a bound lies off. */
const errors = 2;

/** How large the file will be, in bytes. */
export function estimateSize(settings: ExportSettings, measured: SampleMeasures): FigureRange {
  const { runs, soundBytes, isWhole } = measured;
  const sampled = runs.reduce((sum, { frames }) => sum + frames, 0);
  const ratio = (settings.range.end - settings.range.first) / sampled;
  const picture = pictureSize(settings, runs, isWhole);
  // Of a container some is there once, and some for each packet.
  const container = measured.containerBytes ?? 0;
  const sound = soundBytes * ratio;
  const soundSpread = isWhole || isEven(settings) ? 0 : 0.15;
  return {
    low: Math.floor(picture.low + sound * (1 - soundSpread) + container),
    likely: Math.round(picture.likely + sound + (container * (1 + ratio)) / 2),
    high: Math.ceil(picture.high + sound * (1 + soundSpread) + container * ratio),
  };
}

/** PCM has as many bytes whatever is heard. */
function isEven({ audio }: ExportSettings): boolean {
  return audio?.codec.startsWith('pcm') ?? true;
}

function pictureSize(settings: ExportSettings, runs: readonly MeasuredRun[], isWhole: boolean): FigureRange {
  if (isWhole) {
    const all = sum(runs.flatMap(({ packets }) => packets.map(({ byteLength }) => byteLength)));
    return { low: 0.99 * all, likely: all, high: 1.01 * all };
  }
  const { keys, others } = codedFrames(settings);
  // As if all of the film were like this run: by all of it, and by its second half, in which rates have settled.
  const films = runs.map(({ packets, frames }) => {
    const keyed = others === 0 ? packets : packets.filter(({ key }) => key);
    const rest = others === 0 ? [] : packets.filter(({ key }) => !key);
    const coded = Math.max(1, codedCount(settings, frames) - keyed.length);
    const late = rest.slice(Math.floor(rest.length / 2));
    // Frames that show nothing new may have no packet at all.
    const perOther = sum(rest.map(bytes)) / coded;
    const perLate = late.length === 0 ? perOther : (sum(late.map(bytes)) / late.length) * (rest.length / coded);
    const ofKeys = keys * mean(keyed.map(bytes));
    return { whole: ofKeys + others * perOther, late: ofKeys + others * perLate };
  });
  const [byWhole, byLate] = [mean(films.map(({ whole }) => whole)), mean(films.map(({ late }) => late))];
  const error = errors * standardError(films.map(({ whole }) => whole));
  const least = others === 0 ? leastSpread.intra : leastSpread.gop;
  const low = Math.min(byWhole, byLate) * (1 - least) - error;
  const high = Math.max(byWhole, byLate) * (1 + least) + error;
  const likely = (byWhole + byLate) / 2;
  return withinRate(settings, { low: Math.max(low, 0.25 * likely), likely, high });
}

/** Of a bitrate that is kept to, a run is too short to show it: where it asks for more, the rest is given less. */
function withinRate(settings: ExportSettings, { low, likely, high }: FigureRange): FigureRange {
  const { rateControl } = settings.video;
  if (rateControl.mode !== 'bitrate') return { low, likely, high };
  const { frameRate, frameCount } = codedFilmOf(settings);
  const asked = (rateControl.bitrate / 8) * (frameCount / framesPerSecond(frameRate));
  if (likely < 0.6 * asked) return { low, likely, high };
  return { low: Math.min(low, 0.85 * asked), likely: (likely + asked) / 2, high: Math.max(high, 1.15 * asked) };
}

/** Frames of the file that stand alone, and the others. Of codecs whose frames all cost about the same, none is one of the others. */
function codedFrames(settings: ExportSettings): { keys: number; others: number } {
  const { frameCount } = codedFilmOf(settings);
  if (isAnimation(settings)) return { keys: 1, others: frameCount - 1 };
  if (!isWebVideoCodec(settings.video.codec)) return { keys: frameCount, others: 0 };
  const video = videoEncoderSettings(settings);
  const segments = planSegments(frameCount, segmentLength(video));
  const keys = sum(segments.map(({ count }) => Math.ceil(count / video.keyFrameInterval)));
  return { keys, others: frameCount - keys };
}

/** Made whole when the file is put together: its frames are then what differs from those before them. */
export function isAnimation({ format }: Pick<ExportSettings, 'format'>): boolean {
  return ['gif', 'apng', 'webp'].includes(formatOf(format).container.kind);
}

function codedCount({ video }: ExportSettings, frames: number): number {
  return video.scan === 'interlaced' ? Math.ceil(frames / 2) : frames;
}

/** How long the export will take, in seconds, if nothing else keeps this device busy. */
export function estimateTime(settings: ExportSettings, measured: SampleMeasures): FigureRange {
  const { prepareMs, muxMs, checkMs } = measured;
  const total = settings.range.end - settings.range.first;
  const ratio = total / sum(measured.runs.map(({ frames }) => frames));
  const { each, settled } = frameTimes(measured);
  const error = errors * standardError(each);
  const likely = total * settled;
  const low = total * (Math.min(...each) * (1 - leastSpread.time) - error);
  const high = total * (Math.max(...each) * (1 + leastSpread.time) + error);
  const seconds = (walk: number, prepare: number, mux: number, check: number): number =>
    (walk + prepare * prepareMs + mux * muxMs + check * checkMs) / 1000;
  return {
    low: seconds(Math.max(low, 0.3 * likely), 0.2, Math.min(1, 0.6 * ratio), 0.3),
    likely: seconds(likely * (1 + checkShare / 2), 0.5, Math.max(1, 0.8 * ratio), 0.8),
    high: seconds(high * (1 + checkShare), 1.2, Math.max(1.5, 1.2 * ratio), 3),
  };
}

/** Frames of the file that are made in a second. */
export function measuredSpeed(settings: ExportSettings, measured: SampleMeasures): number {
  const perCoded = settings.video.scan === 'interlaced' ? 2 : 1;
  return 1000 / frameTimes(measured).settled / perCoded;
}

/** Milliseconds a frame takes, in each run. In the first all starts up: it counts where there is no other. */
function frameTimes({ runs }: SampleMeasures): { each: number[]; settled: number } {
  const each = runs.map(({ milliseconds, frames }) => Math.max(1e-3, milliseconds / frames));
  const later = each.length > 1 ? each.slice(1) : each;
  return { each: later, settled: mean(later) };
}

const bytes = ({ byteLength }: { byteLength: number }): number => byteLength;

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

/** Of the mean of some values; of one nothing is known. */
function standardError(values: readonly number[]): number {
  if (values.length < 2) return 0.1 * mean(values);
  const middle = mean(values);
  const variance = sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1);
  return Math.sqrt(variance / values.length);
}
