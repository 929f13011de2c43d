import { realNow } from '../composition/real-time';
import { formatOf } from '../formats/registry';
import { coverPicture, thumbnail } from './cover-picture';
import { deliver } from './delivery-step';
import type { ExportJob } from './export-job';
import { videoEncoderSettings } from './export-job';
import type { ExportResult } from './export-run';
import { createFrameStepper } from './frame-stepper';
import { walkFrames, type WalkTimings } from './frame-walk';
import { KeepRule } from './kept-frames';
import { prepareExport, type Cleanup, type Prepared } from './prepare-export';
import type { ProgressTracker } from './progress-tracker';
import { SegmentWriter } from './segment-writer';
import { exportSeconds } from './settings-check';
import { SnapshotKeeper } from './snapshot-keeper';
import { encodeSoundtrack } from './soundtrack';
import { StoredParts } from './stored-parts';

const defaultFrameTimeoutMs = 30_000;

/** Milliseconds between two thumbnails, and their longest edge in pixels. */
const thumbnailInterval = 500;
const thumbnailEdge = 320;

/**
 * One attempt: from what is stored of an export, which may be nothing, to its file.
 *
 * @throws ExportError, with everything it held freed and the page as it was; what is finished stays stored
 */
export async function runExport(job: ExportJob, tracker: ProgressTracker): Promise<ExportResult> {
  const startedAt = realNow();
  const cleanup: Cleanup = [];
  const undo = (): Promise<void> => undoAll(cleanup, tracker);
  try {
    const prepared = await prepareExport(job, tracker, cleanup);
    tracker.enter('prepared');
    const parts = new StoredParts();
    const delivering = deliver(job, prepared, parts);
    delivering.catch(() => undefined); // Awaited below, unless the parts fail first.
    const made = await makeParts(job, prepared, tracker, parts, delivering);
    // The stage is done with: the host has its page back while the file is put together.
    await undo();
    tracker.enter('encoded');
    const muxStartedAt = realNow();
    const delivered = await delivering;
    const now = realNow();
    const { settings } = job;
    return {
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
  } finally {
    await undo();
  }
}

/**
 * Renders, captures and encodes what is missing of the picture, and the sound beside it, into the store.
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
  const { engine, session, capture, soundtrack, plan } = prepared;
  const keepRule = new KeepRule(options.keepFrames ?? 'auto', tracker);
  const startedAt = realNow();
  const writer = new SegmentWriter({
    workers,
    exportId: job.id,
    engine,
    settings: videoEncoderSettings(settings),
    segments: plan.missing,
    onSegmentStored({ index, count }) {
      tracker.segmentStored(count);
      parts.segmentIsStored(index);
    },
    onStoredFrame: () => tracker.frameDone(),
    onFramesDropped: (reason) => keepRule.dropped(reason),
  });
  for (const index of plan.stored) parts.segmentIsStored(index);
  const sound = makeSound(job, prepared);
  sound.then(
    () => parts.soundIsStored(),
    // Without sound there is no need to finish the picture.
    (reason: unknown) => writer.fail(reason),
  );
  delivering.catch((reason: unknown) => writer.fail(reason));
  const takePictures = pictureTaker(job, tracker, parts);
  const keeper = new SnapshotKeeper(job, prepared, tracker);
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
    firstFrame: settings.range.first,
    spans: plan.missing,
    nextFrame: composition.stateful === true ? await keeper.goBack() : null,
    signal,
    takeBuffer: () => writer.takeBuffer(),
    isElsewhere(span) {
      const source = prepared.keptFrames(span);
      if (source) writer.writeStored(span, source);
      return source !== null;
    },
    onSpan(span) {
      keeper.keep(span.index);
      writer.begin(span, keepRule.keepsNext());
    },
    onReplayed: (done, total) => tracker.replayed(done, total),
    onCaptured: takePictures,
    async onPixels(pixels, index) {
      await options.onCapturedFrame?.(index, new Uint8Array(pixels));
      writer.write(index, pixels);
      keepRule.drew();
      tracker.frameDone();
    },
  });
  tracker.enter('rendered');
  const [audio] = await Promise.all([sound, writer.finish(), keeper.finish()]);
  writer.dispose();
  return { ...walked, encode: realNow() - startedAt, audio };
}

/** Encodes the sound beside the picture. @returns how many milliseconds it took, once all of it is stored */
async function makeSound(job: ExportJob, { soundtrack, plan }: Prepared): Promise<number> {
  const { settings, id, workers } = job;
  const { audio } = settings;
  if (!soundtrack || !audio || plan.soundStored) return 0;
  const startedAt = realNow();
  await encodeSoundtrack(soundtrack.mix, { ...settings, audio }, id, workers.audio);
  return realNow() - startedAt;
}

/** Takes the cover picture and, while someone looks, the thumbnail of the progress. */
function pictureTaker(
  { settings, stored }: ExportJob,
  tracker: ProgressTracker,
  parts: StoredParts,
): (frame: VideoFrame, index: number) => Promise<void> | undefined {
  let shownAt = Number.NEGATIVE_INFINITY;
  const kept = stored.record?.cover ?? null;
  const coverAt = formatOf(settings.format).container.cover ? (settings.posterFrame ?? null) : null;
  if (coverAt === null || kept) parts.coverIs(kept);
  return (frame, index) => {
    const wantsCover = index === coverAt && !kept;
    const wantsThumbnail = tracker.hasListeners && realNow() - shownAt >= thumbnailInterval;
    if (!wantsCover && !wantsThumbnail) return undefined;
    if (wantsThumbnail) shownAt = realNow();
    return (async () => {
      if (wantsCover) {
        const cover = await coverPicture(frame);
        // Before its segment can be stored: a resumed export would not draw this frame again.
        await stored.update({ cover });
        parts.coverIs(cover);
      }
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
