import { createFrameCapture } from '../capture/capture';
import { assertComposition } from '../composition/load-module';
import { createStage, openSession } from '../composition/stage';
import { realDateNow, realNow } from '../composition/real-time';
import type { ChosenEngine } from '../encode/segment-encoder';
import { throwIfAborted } from '../errors';
import { formatOf } from '../formats/registry';
import { coverPicture, thumbnail } from './cover-picture';
import { deliver } from './delivery-step';
import type { ExportJob } from './export-job';
import { videoEncoderSettings } from './export-job';
import type { ExportResult } from './export-run';
import { createFrameStepper } from './frame-stepper';
import { walkFrames, type WalkTimings } from './frame-walk';
import type { ProgressTracker } from './progress-tracker';
import { planSegments, segmentLength } from './segment-plan';
import { SegmentWriter } from './segment-writer';
import { checkSettings, errorFrom, exportSeconds } from './settings-check';
import { StoredParts } from './stored-parts';
import { encodeSoundtrack, openSoundtrack, type Soundtrack } from './soundtrack';

const defaultFrameTimeoutMs = 30_000;

/** Milliseconds between two thumbnails, and their longest edge in pixels. */
const thumbnailInterval = 500;
const thumbnailEdge = 320;

/** Undoes what an export set up, last first, whatever happened. */
type Cleanup = (() => Promise<void> | void)[];

/**
 * Runs an export from its settings to its file.
 *
 * @throws ExportError, with everything it held freed and the page as it was
 */
export async function runExport(job: ExportJob, tracker: ProgressTracker): Promise<ExportResult> {
  const startedAt = realNow();
  const cleanup: Cleanup = [];
  const undo = (): Promise<void> => undoAll(cleanup, tracker);
  try {
    tracker.enter('start');
    const prepared = await prepare(job, tracker, cleanup);
    tracker.enter('prepared');
    const parts = new StoredParts();
    const delivering = deliver(job, prepared, parts);
    const made = await makeParts(job, prepared, tracker, parts, delivering);
    // The stage is done with: the host has its page back while the file is put together.
    await undo();
    tracker.enter('encoded');
    const muxStartedAt = realNow();
    const delivered = await delivering;
    const now = realNow();
    const { settings } = job;
    const result: ExportResult = {
      file: delivered.file,
      byteLength: delivered.byteLength,
      width: settings.width,
      height: settings.height,
      frames: prepared.frameCount,
      frameRate: settings.frameRate,
      durationSeconds: exportSeconds(settings),
      engine: prepared.engine.engine,
      codecString: prepared.engine.codecString,
      timings: { ...made, mux: now - muxStartedAt, total: now - startedAt },
      warnings: tracker.current.warnings,
    };
    tracker.enter('delivered');
    return result;
  } finally {
    await undo();
    tracker.showThumbnail(null);
  }
}

interface Prepared {
  engine: ChosenEngine;
  soundtrack: Soundtrack | null;
  session: Awaited<ReturnType<typeof openSession>>;
  capture: ReturnType<typeof createFrameCapture>;
  frameCount: number;
  segments: ReturnType<typeof planSegments>;
  createdAt: number;
}

async function prepare(job: ExportJob, tracker: ProgressTracker, cleanup: Cleanup): Promise<Prepared> {
  const { composition, settings, options, signal, store } = job;
  assertComposition(composition);
  const invalid = errorFrom(checkSettings(composition, settings));
  if (invalid) throw invalid;
  const encoderSettings = videoEncoderSettings(settings);
  const createdAt = realDateNow();
  // The encoder is tried in its worker while the page decodes the sound. The composition opens last: it may put the page
  // on a virtual clock, and nothing that could fail should come after.
  const [engine, soundtrack] = await Promise.all([
    job.chooseEngine(encoderSettings),
    openSoundtrack(composition, settings, signal),
  ]);
  throwIfAborted(signal, 'prepare');
  const frameCount = settings.range.end - settings.range.first;
  const segmentFrames = segmentLength(settings.frameRate, encoderSettings.keyFrameInterval);
  const { id } = job;
  await store.putRecord({
    id,
    compositionId: composition.id,
    compositionName: composition.name,
    settings,
    engine,
    segmentFrames,
    createdAt,
    cover: null,
  });
  const { width, height, frameRate } = settings;
  const { stage, dispose } = createStage(composition, { width, height, frameRate, signal });
  cleanup.push(dispose);
  const session = await openSession(composition, stage);
  cleanup.push(() => session.dispose());
  const capture = createFrameCapture({
    width: settings.width,
    height: settings.height,
    background: composition.background ?? null,
    root: stage.root,
    ...(options.domRenderer === undefined ? {} : { domRenderer: options.domRenderer }),
    onWarning: (warning) => tracker.warn(warning),
  });
  cleanup.push(() => capture.dispose());
  return {
    engine,
    soundtrack,
    session,
    capture,
    frameCount,
    segments: planSegments(frameCount, segmentFrames),
    createdAt,
  };
}

/**
 * Renders, captures and encodes the picture, and the sound beside it, into the store.
 *
 * @param delivering the file that is being made of it: its failure ends this too
 * @returns milliseconds
 */
async function makeParts(
  job: ExportJob,
  prepared: Prepared,
  tracker: ProgressTracker,
  parts: StoredParts,
  delivering: Promise<unknown>,
): Promise<WalkTimings & { encode: number; audio: number }> {
  const { settings, workers, signal, options, composition } = job;
  const { engine, session, capture, soundtrack, segments } = prepared;
  const startedAt = realNow();
  const writer = new SegmentWriter({
    worker: workers.encode,
    exportId: job.id,
    engine,
    settings: videoEncoderSettings(settings),
    segments,
    onSegmentStored(index) {
      tracker.segmentStored();
      parts.segmentIsStored(index);
    },
  });
  const sound = makeSound(job, soundtrack);
  sound.then(
    () => parts.soundIsStored(),
    // Without sound there is no need to finish the picture.
    (reason: unknown) => writer.fail(reason),
  );
  delivering.catch((reason: unknown) => writer.fail(reason));
  const takePictures = pictureTaker(job, tracker, parts);
  const walked = await walkFrames({
    session,
    step: createFrameStepper({
      session,
      frameRate: settings.frameRate,
      ...(soundtrack?.spectrum === undefined ? {} : { spectrum: soundtrack.spectrum }),
      timeoutMs: options.frameTimeoutMs ?? defaultFrameTimeoutMs,
      signal,
    }),
    capture,
    frameRate: settings.frameRate,
    range: settings.range,
    stateful: composition.stateful ?? false,
    signal,
    takeBuffer: () => writer.takeBuffer(),
    onCaptured: takePictures,
    async onPixels(pixels, index) {
      await options.onCapturedFrame?.(index, new Uint8Array(pixels));
      writer.write(index, pixels);
      tracker.frameDone();
    },
  });
  tracker.enter('rendered');
  const [audio] = await Promise.all([sound, writer.finish()]);
  writer.dispose();
  return { ...walked, encode: realNow() - startedAt, audio };
}

/** Encodes the sound beside the picture. @returns how many milliseconds it took, once all of it is stored */
async function makeSound({ settings, id, workers }: ExportJob, soundtrack: Soundtrack | null): Promise<number> {
  const { audio } = settings;
  if (!soundtrack || !audio) return 0;
  const startedAt = realNow();
  await encodeSoundtrack(soundtrack.mix, { ...settings, audio }, id, workers.audio);
  return realNow() - startedAt;
}

/** Takes the cover picture and, while someone looks, the thumbnail of the progress. */
function pictureTaker(
  { settings }: ExportJob,
  tracker: ProgressTracker,
  parts: StoredParts,
): (frame: VideoFrame, index: number) => Promise<void> | undefined {
  let shownAt = Number.NEGATIVE_INFINITY;
  const coverAt = formatOf(settings.format).container.cover ? (settings.posterFrame ?? null) : null;
  if (coverAt === null) parts.coverIs(null);
  return (frame, index) => {
    const wantsCover = index === coverAt;
    const wantsThumbnail = tracker.hasListeners && realNow() - shownAt >= thumbnailInterval;
    if (!wantsCover && !wantsThumbnail) return undefined;
    if (wantsThumbnail) shownAt = realNow();
    return (async () => {
      if (wantsCover) parts.coverIs(await coverPicture(frame));
      if (wantsThumbnail) tracker.showThumbnail(await thumbnail(frame, thumbnailEdge));
    })();
  };
}

/** What fails here changes nothing for the file, so it is told and the rest is still undone. */
async function undoAll(cleanup: Cleanup, tracker: ProgressTracker): Promise<void> {
  for (let step = cleanup.pop(); step; step = cleanup.pop()) {
    try {
      await step();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      tracker.warn({ code: 'cleanup-failed', message: `Something of the export could not be cleaned up: ${reason}` });
    }
  }
}
