import type { DomRenderer } from '../capture/frame-capture';
import type { Composition } from '../composition/composition';
import { ExportError } from '../errors';
import { realNow } from '../composition/real-time';
import { codecs } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import type { FileFacts } from '../quality/checks/file-facts';
import type { QualityReport, SampledFrame } from '../quality/report';
import type { ExportStore } from '../storage/export-store';
import { decodingLanes } from '../workers/decoding-lanes';
import type { ExportWorkers } from '../workers/export-workers';
import type { SamplePicture } from '../workers/sample-pictures';
import {
  estimateSize,
  estimateTime,
  isAnimation,
  measuredSpeed,
  type FigureRange,
  type SampleMeasures,
} from './sample-estimate';
import { withSample, type Sample, type SampleInWork } from './sample-export';
import { measureRuns, measureSample } from './sample-measures';
import { planSample, type FrameRun } from './sample-runs';
import { slownessOf } from './slowness';

export type { FigureRange } from './sample-estimate';

export interface SettingsPreviewOptions {
  /** Frames of the sample, about. More of them take longer and say more. Default 90. */
  frames?: number;
  /** Milliseconds after which the sample is not made any longer. Default 10 000. */
  budgetMs?: number;
  /** Frames of the sample to be given as pictures, at most as many as there are runs. Default 1. */
  pictures?: number;
  domRenderer?: DomRenderer;
  signal?: AbortSignal;
  /** Called after every run of the sample that is encoded, with what is known by then. */
  onEstimate?: (estimate: ExportEstimate) => void;
}

/** What an export will be like, by a sample of it. */
export interface ExportEstimate {
  /** Of the export, of which so many were encoded. */
  framesTotal: number;
  framesSampled: number;
  /** Bytes of the file. Null while nothing is known of it, as of animations, which are made at the end. */
  byteLength: FigureRange | null;
  /** Seconds, where nothing else keeps this device busy. */
  seconds: FigureRange;
  /** Frames of the file made in a second. */
  framesPerSecond: number;
  /** What encodes it: `webcodecs`, `prores`, `ffmpeg` or `pictures`. */
  engine: string;
  codecString: string;
  /** What is to be known of its speed; null: nothing. */
  slowness: string | null;
}

/** A figure of several frames. */
export interface SampledFigure {
  mean: number;
  worst: number;
}

export interface SettingsPreview extends ExportEstimate {
  byteLength: FigureRange;
  /** Of sampled frames against what was captured, over black; null: see `unmeasured`. */
  quality: {
    /** Of luma, 0 … 1. */
    ssim: SampledFigure;
    /** Of luma, dB; `Infinity` where nothing is lost. */
    psnr: SampledFigure;
    /** ΔE2000, the mean over a frame. */
    deltaE: SampledFigure;
    frames: readonly SampledFrame[];
  } | null;
  /** As a sentence, why there is no quality; null where there is. */
  unmeasured: string | null;
  /** Frames before and after. None where the file cannot be decoded here. The caller closes them. */
  pictures: readonly FramePreview[];
}

/** A frame before and after it is encoded, at the size of each, as it looks over black. The caller closes both. */
export interface FramePreview {
  /** Counted from the composition's first, at the rate of the settings. */
  frame: number;
  source: ImageBitmap;
  encoded: ImageBitmap;
}

interface Tools {
  workers: ExportWorkers;
  store: ExportStore;
}

const defaultFrames = 90;
const defaultBudgetMs = 10_000;
/** Below it pictures are not compared, as in the check of a file. */
const leastEdge = 16;

/** Encodes a sample of an export, measures it, and says what the export will be like. @throws ExportError as an export */
export async function previewSettings(
  composition: Composition,
  settings: ExportSettings,
  options: SettingsPreviewOptions,
  tools: Tools,
): Promise<SettingsPreview> {
  const { frames = defaultFrames, budgetMs = defaultBudgetMs, pictures = 1, onEstimate, domRenderer } = options;
  if (!Number.isInteger(frames) || frames < 1) throw framesInvalid(frames);
  const { store, workers } = tools;
  const plan = planSample(settings, frames, composition.stateful === true);
  const framesTotal = settings.range.end - settings.range.first;
  const estimate = (sample: SampleInWork, measured: SampleMeasures): ExportEstimate => ({
    framesTotal,
    framesSampled: measured.runs.reduce((sum, run) => sum + run.frames, 0),
    byteLength: measured.containerBytes === null && isAnimation(settings) ? null : estimateSize(settings, measured),
    seconds: estimateTime(settings, measured),
    framesPerSecond: measuredSpeed(settings, measured),
    engine: sample.engine.engine,
    codecString: sample.engine.codecString,
    slowness: slownessOf(sample.engine, settings, workers.lanes.ffmpeg.count),
  });
  let telling = Promise.resolve();
  const tell = (sample: SampleInWork): void => {
    if (!onEstimate) return;
    telling = telling.then(async () => {
      const runs = await measureRuns(sample, store);
      const prepareMs = sample.walkStartedAt - sample.startedAt;
      const isWhole = plan.isWhole && runs.length === plan.runs.length;
      onEstimate(
        estimate(sample, {
          ...{ runs, isWhole, soundBytes: 0, containerBytes: null, prepareMs, muxMs: 0, checkMs: 0 },
        }),
      );
    });
    telling.catch(() => undefined); // The sample itself fails of it.
  };
  const isTooSmall = Math.min(settings.width, settings.height) < leastEdge;
  const request = {
    ...{ composition, settings, runs: plan.runs, withSound: true, budgetMs, domRenderer },
    signal: options.signal ?? new AbortController().signal,
    kept: (run: FrameRun) => (isTooSmall ? [] : keptOf(run, settings)),
    onRun: tell,
  };
  return withSample(request, tools, async (sample) => {
    await telling;
    const checkStartedAt = realNow();
    const report = await reportOf(sample, workers);
    const checkMs = realNow() - checkStartedAt;
    const facts = isAnimation(settings)
      ? await workers.quality.call<FileFacts>((api) => api.facts(sample.file))
      : undefined;
    const isWhole = plan.isWhole && sample.runs.length === plan.runs.length;
    const packets = facts?.picture?.packets ?? null;
    const measured = await measureSample(sample, { store, packets, isWhole, checkMs });
    const figures = estimate(sample, measured);
    return {
      ...figures,
      byteLength: figures.byteLength ?? estimateSize(settings, measured),
      ...qualityOf(report),
      pictures: await picturesOf(sample, settings, pictures, workers),
    };
  });
}

/**
 * Encodes a frame as an export does, after a few that come before it, and gives it before and after.
 *
 * @throws ExportError as an export; `invalid-input` (frame-outside); `unsupported` (film-undecodable) where nothing here
 * decodes it
 */
export async function previewFrame(
  composition: Composition,
  settings: ExportSettings,
  frame: number,
  options: Pick<SettingsPreviewOptions, 'signal' | 'domRenderer'>,
  tools: Tools,
): Promise<FramePreview> {
  const { first, end } = settings.range;
  if (!Number.isInteger(frame) || frame < first || frame >= end) throw frameOutside(frame, settings);
  const unit = settings.video.scan === 'interlaced' ? 2 : 1;
  const last = Math.floor((frame - first) / unit) * unit;
  const begin = Math.max(0, last - unit * framesBefore(settings));
  const count = Math.min(end - first, last + unit) - begin;
  const request = {
    ...{ composition, settings, runs: [{ first: begin, count }], withSound: false, budgetMs: Infinity },
    ...{ domRenderer: options.domRenderer, signal: options.signal ?? new AbortController().signal },
    kept: () => [last - begin],
  };
  return withSample(request, tools, async (sample) => {
    const [picture] = await pairsOf(sample, [(last - begin) / unit], tools.workers);
    return { frame, source: picture!.source, encoded: picture!.encoded };
  });
}

/** A key frame is not like those that follow it. */
function framesBefore({ video, format }: ExportSettings): number {
  const isAlone = codecs[video.codec].intraOnly && !isAnimation({ format });
  return isAlone ? 0 : 3;
}

/** Of a run, the frames to be looked at: one on the way and the last. Of fields the first. */
function keptOf({ count }: FrameRun, { video }: ExportSettings): number[] {
  const unit = video.scan === 'interlaced' ? 2 : 1;
  const coded = Math.ceil(count / unit);
  return [...new Set([coded >> 1, coded - 1])].map((frame) => frame * unit);
}

/** What a full check finds of the file, of which only the comparison is used: the rest speaks of a film cut to pieces. */
function reportOf(sample: Sample, { quality, lanes }: ExportWorkers): Promise<QualityReport> {
  const { id, settings, runs, file } = sample;
  const request = {
    exportId: id,
    segmentCount: runs.length,
    settings,
    name: file.name,
    mimeType: file.type,
    budgetMs: 0,
  };
  return quality.call((api) => api.check(request, file, decodingLanes({ lanes })));
}

function qualityOf({ sampled, checks }: QualityReport): Pick<SettingsPreview, 'quality' | 'unmeasured'> {
  if (sampled.length === 0) {
    const skipped = checks.find(({ id, status }) => status !== 'pass' && (id === 'compared' || id === 'decodes'));
    return { quality: null, unmeasured: skipped?.message ?? 'The sample could not be compared.' };
  }
  const figure = (values: number[], worst: number): SampledFigure => ({
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    worst,
  });
  const [ssim, psnr, deltaE] = [
    sampled.map((frame) => frame.ssim),
    sampled.map((frame) => frame.psnr.luma),
    sampled.map((frame) => frame.deltaE.all.mean),
  ];
  return {
    quality: {
      ssim: figure(ssim, Math.min(...ssim)),
      psnr: figure(psnr, Math.min(...psnr)),
      deltaE: figure(deltaE, Math.max(...deltaE)),
      frames: sampled,
    },
    unmeasured: null,
  };
}

/** Of each run the last frame kept, as many runs as are wanted; none where the file cannot be shown. */
async function picturesOf(
  sample: Sample,
  { range, video }: ExportSettings,
  most: number,
  workers: ExportWorkers,
): Promise<FramePreview[]> {
  const unit = video.scan === 'interlaced' ? 2 : 1;
  const wanted = sample.runs
    .flatMap(({ first, count, span }) => {
      const last = sample.kept.findLast((frame) => frame >= span.first && frame < span.first + count);
      return last === undefined ? [] : [{ coded: last / unit, frame: range.first + first + last - span.first }];
    })
    .slice(0, most)
    .sort((one, other) => one.coded - other.coded);
  if (wanted.length === 0) return [];
  try {
    const pairs = await pairsOf(
      sample,
      wanted.map(({ coded }) => coded),
      workers,
    );
    return pairs.map(({ source, encoded }, index) => ({ frame: wanted[index]!.frame, source, encoded }));
  } catch (cause) {
    if (!(cause instanceof ExportError) || cause.code !== 'unsupported') throw cause;
    return [];
  }
}

function pairsOf(
  sample: Sample,
  frames: readonly number[],
  { quality, lanes }: ExportWorkers,
): Promise<SamplePicture[]> {
  const { id, settings, runs, file } = sample;
  const request = { exportId: id, segmentCount: runs.length, settings };
  return quality.call((api) => api.samplePictures(request, frames, file, decodingLanes({ lanes })));
}

function framesInvalid(frames: number): ExportError {
  return new ExportError('invalid-input', {
    detail: 'sample-frames',
    stage: 'configure',
    message: `A sample cannot have ${frames} frames.`,
    remedy: 'Ask for a whole number from 1 on.',
  });
}

function frameOutside(frame: number, { range }: ExportSettings): ExportError {
  return new ExportError('invalid-input', {
    detail: 'frame-outside',
    stage: 'configure',
    message: `Frame ${frame} is not among those that are exported.`,
    remedy: `Ask for a whole number from ${range.first} to ${range.end - 1}.`,
  });
}
