import * as Comlink from 'comlink';
import type { DomRenderer } from '../capture/frame-capture';
import { assertComposition } from '../composition/load-module';
import type { Spectrum } from '../audio/spectrum';
import type { Composition } from '../composition/composition';
import { realNow } from '../composition/real-time';
import { openOpfsFile, removeOpfsFile } from '../delivery/opfs-sink';
import type { LaneSource } from '../encode/lane-source';
import type { ChosenEngine, SegmentSpan } from '../encode/segment-encoder';
import { ExportError, throwIfAborted } from '../errors';
import { codecs } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import { formatOf } from '../formats/registry';
import { removeScratchFolder } from '../mux/scratch-folder';
import { claimExport } from '../storage/export-lock';
import type { ExportStore } from '../storage/export-store';
import type { ExportWorkers } from '../workers/export-workers';
import type { MuxRequest } from '../workers/protocol';
import { sequencePlan } from './deliver-file';
import { errorFrom } from './export-issue';
import { videoEncoderSettings } from './export-job';
import { createFrameStepper } from './frame-stepper';
import { frameReader, type FrameReader } from './frame-reader';
import { walkFrames, type FrameTaker } from './frame-walk';
import { openCapture, type Cleanup } from './open-capture';
import { checkOutputs } from './outputs-check';
import type { FrameRun } from './sample-runs';
import { mixOfRuns } from './sample-sound';
import { SegmentWriter } from './segment-writer';
import { encodeSoundtrack, openSoundtracks } from './soundtrack';

const frameTimeoutMs = 30_000;

/** A few runs of an export to be made into a file of their own. */
export interface SampleRequest {
  composition: Composition;
  settings: ExportSettings;
  /** In the order they are drawn, counted from the first exported frame. */
  runs: readonly FrameRun[];
  withSound: boolean;
  /** Milliseconds after which no further run is begun. */
  budgetMs: number;
  /** Frames of a run that are kept as captured, from its first. */
  kept: (run: FrameRun) => readonly number[];
  domRenderer?: DomRenderer | undefined;
  signal: AbortSignal;
  /** Called when a run is stored. */
  onRun?: (sample: SampleInWork) => void;
}

interface PlannedRun extends FrameRun {
  /** Where it lies in the file. */
  span: SegmentSpan;
}

interface StoredRun extends PlannedRun {
  begunAt: number;
  storedAt: number;
}

/** What there is of a sample. */
export interface SampleInWork {
  id: string;
  engine: ChosenEngine;
  /** Those that are stored, and when each was begun and stored. By `realNow`, as all times. */
  runs: readonly StoredRun[];
  startedAt: number;
  walkStartedAt: number;
}

/** A sample that is a file, until `use` has returned. */
export interface Sample extends SampleInWork {
  /** Of the file: its range is the length of all runs. */
  settings: ExportSettings;
  file: File;
  hasSound: boolean;
  /** Frames kept, as they came, counted in the file. */
  kept: readonly number[];
  walkedAt: number;
  muxedAt: number;
}

/**
 * Makes a few runs of frames into a file, as an export makes all of them: the same engine, pipeline and store. It has no
 * record, and nothing is left of it: what a tab that dies leaves is an orphan, which the next look at what is unfinished
 * removes.
 *
 * @throws ExportError as an export does
 */
export async function withSample<T>(
  request: SampleRequest,
  tools: { workers: ExportWorkers; store: ExportStore },
  use: (sample: Sample) => Promise<T>,
): Promise<T> {
  const { composition, settings, signal } = request;
  const { workers, store } = tools;
  assertComposition(composition);
  const invalid = errorFrom(checkOutputs(composition, [{ settings }]));
  if (invalid) throw invalid;
  const id = crypto.randomUUID();
  const letGo = await claimExport(id);
  try {
    const drawn = await encodeRuns(request, id, workers);
    return await use(await muxRuns(drawn, composition, workers));
  } catch (cause) {
    // A worker at work would store more; whoever lent it ends it only when it was told to stop.
    if (!signal.aborted) {
      const reason = cause instanceof ExportError ? cause : failed(cause);
      workers.encode.terminate(reason);
      workers.audio.terminate(reason);
      workers.mux.terminate(reason);
    }
    throw cause;
  } finally {
    await removeOpfsFile(id);
    // A worker that was ended while ffmpeg wrote the file has left its folder. What fails here hides no other failure.
    if (codecs[settings.video.codec].muxer === 'ffmpeg') await removeScratchFolder(id).catch(() => undefined);
    await store.discard(id);
    letGo?.();
  }
}

type Encoded = Omit<Sample, 'file' | 'muxedAt'>;

/** Picture and sound into the store. */
async function encodeRuns(request: SampleRequest, id: string, workers: ExportWorkers): Promise<Encoded> {
  const { composition, settings, withSound } = request;
  const reading = new AbortController();
  const signal = AbortSignal.any([request.signal, reading.signal]);
  const startedAt = realNow();
  try {
    const conditions = { failed: [], hasFfmpeg: workers.lanes.ffmpeg.core !== null };
    const asked = videoEncoderSettings(settings);
    const [engine, [sound = null]] = await Promise.all([
      workers.encode.call<ChosenEngine>((api) => api.chooseEngine(asked, conditions)),
      openSoundtracks(composition, [{ settings: withSound ? settings : { ...settings, audio: null } }], signal),
    ]);
    throwIfAborted(signal, 'prepare');
    const planned = spansOf(request.runs);
    const drawn = await drawRuns(request, { id, engine, startedAt, planned, spectrum: sound?.spectrum }, workers);
    const walkedAt = realNow();
    const made = planned.slice(0, drawn.runs.length);
    const ofSample = sampleSettings(
      settings,
      made.reduce((sum, { count }) => sum + count, 0),
    );
    const { audio } = ofSample;
    const mix = withSound && audio ? (sound?.mix ?? null) : null;
    if (mix && audio) {
      await encodeSoundtrack(mixOfRuns(mix, made, settings), { ...ofSample, audio }, id, workers.audio);
    }
    const hasSound = mix !== null;
    return { ...drawn, settings: hasSound ? ofSample : { ...ofSample, audio: null }, hasSound, walkedAt };
  } finally {
    reading.abort();
  }
}

interface RunsToDraw {
  id: string;
  engine: ChosenEngine;
  startedAt: number;
  planned: readonly PlannedRun[];
  spectrum: Spectrum | undefined;
}

/** Draws runs until time is up, and has them encoded. The page is as it was when this settles. */
async function drawRuns(
  request: SampleRequest,
  { id, engine, startedAt, planned, spectrum }: RunsToDraw,
  workers: ExportWorkers,
): Promise<SampleInWork & Pick<Sample, 'kept'>> {
  const { composition, settings, budgetMs, domRenderer, signal } = request;
  const { frameRate } = settings;
  const cleanup: Cleanup = [];
  try {
    const opened = { settings, domRenderer, signal, alpha: settings.video.alpha !== undefined };
    // An export tells of what cannot be captured.
    const { session, capture } = await openCapture(composition, { ...opened, onWarning: () => undefined }, cleanup);
    const stored: StoredRun[] = [];
    const begunAt: number[] = [];
    const walkStartedAt = realNow();
    const inWork = (): SampleInWork => ({ id, engine, runs: [...stored], startedAt, walkStartedAt });
    const kept = planned.flatMap(({ span, ...run }) => request.kept(run).map((frame) => span.first + frame));
    const writer = new SegmentWriter({
      ...{
        workers,
        exportId: id,
        engine,
        settings: videoEncoderSettings(settings),
        reference: { samples: kept, fingerprints: 'none' },
      },
      segments: planned.map(({ span }) => span),
      onSegmentStored(span) {
        if (span.index >= begunAt.length) return; // Not made, as time was up.
        stored.push({ ...planned[span.index]!, begunAt: begunAt[span.index]!, storedAt: realNow() });
        request.onRun?.(inWork());
      },
      onStoredFrame: () => undefined,
      onFramesDropped: () => undefined,
      onReferenceDropped: () => undefined,
      onFailed: () => undefined, // It shows in what is waited for.
    });
    const stop = (): void => writer.fail(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    cleanup.push(() => {
      signal.removeEventListener('abort', stop);
      writer.dispose();
    });
    const step = createFrameStepper({
      ...{ session, frameRate, timeoutMs: frameTimeoutMs, signal },
      ...(spectrum && { spectrum }),
    });
    const read = frameReader(settings, settings, capture);
    let nextFrame = composition.stateful === true ? 0 : null;
    for (const { span, ...run } of planned) {
      if (begunAt.length > 0 && realNow() - walkStartedAt > budgetMs) break;
      const first = settings.range.first + run.first;
      await walkFrames({
        ...{ session, step, capture, frameRate, firstFrame: 0, signal, nextFrame },
        takers: [runTaker(writer, span, first - span.first, read, () => begunAt.push(realNow()))],
        onReplayed: () => undefined,
        onCaptured: () => undefined,
        onDrawn: () => undefined,
      });
      if (nextFrame !== null) nextFrame = first + run.count;
    }
    await writer.finish();
    stored.sort((one, other) => one.span.index - other.span.index);
    const frames = stored.reduce((sum, { count }) => sum + count, 0);
    return { ...inWork(), kept: kept.filter((frame) => frame < frames) };
  } finally {
    for (const undo of cleanup.reverse()) await undo();
  }
}

async function muxRuns(drawn: Encoded, composition: Composition, workers: ExportWorkers): Promise<Sample> {
  const { id, settings, runs, hasSound } = drawn;
  const { mimeType, extension, container } = formatOf(settings.format);
  const muxStartedAt = realNow();
  const request: MuxRequest = {
    ...{ exportId: id, container, video: videoEncoderSettings(settings), frameCount: settings.range.end },
    ...{ segmentCount: runs.length, hasAudio: hasSound, metadata: settings.metadata ?? {} },
    ...{ animation: settings.animation, sequence: sequencePlan(composition, settings), releaseSegments: false },
    // Texts weigh nothing beside pictures, and their times are the whole film's.
    ...{ chapters: [], captions: [] },
  };
  const there = (): Promise<void> => Promise.resolve();
  const source = Comlink.proxy({ segment: there, sound: there, cover: () => Promise.resolve(null) });
  const lanes =
    codecs[settings.video.codec].muxer === 'ffmpeg' ? Comlink.proxy<LaneSource>(workers.lanes.ffmpeg) : undefined;
  await workers.mux.call((api) => api.mux(request, { kind: 'opfs', name: id }, source, undefined, lanes));
  const muxedAt = realNow();
  return {
    ...drawn,
    // An export makes the sound beside the picture: what it took in between is nothing of either.
    muxedAt: drawn.walkedAt + muxedAt - muxStartedAt,
    file: await openOpfsFile(id, mimeType, `${composition.id}.${extension}`),
  };
}

/** Of a file that is all of the sample, one run after the other. Loudness is a matter of the whole sound. */
function sampleSettings(settings: ExportSettings, frames: number): ExportSettings {
  const own = { ...settings, range: { first: 0, end: frames }, audio: settings.audio && { ...settings.audio } };
  delete own.posterFrame;
  delete own.audio?.loudness;
  return own;
}

function spansOf(runs: readonly FrameRun[]): PlannedRun[] {
  let first = 0;
  return runs.map((run, index) => {
    const span = { index, first, count: run.count };
    first += run.count;
    return { ...run, span };
  });
}

function runTaker(
  writer: SegmentWriter,
  span: SegmentSpan,
  offset: number,
  read: FrameReader,
  onBegin: () => void,
): FrameTaker {
  return {
    offset,
    spans: [span],
    isElsewhere: () => false,
    onSpan() {
      onBegin();
      writer.begin(span, false);
    },
    takeBuffer: () => writer.takeBuffer(),
    read,
    take: (pixels, frame) => writer.write(frame, pixels),
  };
}

function failed(cause: unknown): ExportError {
  return ExportError.from(cause, 'internal', {
    detail: 'sample-failed',
    stage: 'encode',
    message: `The sample could not be made: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: 'Try again, or export without a look beforehand.',
    recoverable: true,
  });
}
