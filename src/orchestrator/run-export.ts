import { realNow } from '../composition/real-time';
import { thumbnail } from './cover-picture';
import { defaultCheck, type ExportJob } from './export-job';
import type { ExportResult } from './export-run';
import { createFrameStepper } from './frame-stepper';
import { walkFrames, type WalkTimings } from './frame-walk';
import type { Cleanup } from './open-capture';
import { OutputWork } from './output-work';
import { PassTally } from './pass-tally';
import { prepareExport, type Prepared } from './prepare-export';
import type { ProgressTracker } from './progress-tracker';
import { SnapshotKeeper } from './snapshot-keeper';

const defaultFrameTimeoutMs = 30_000;

/** Milliseconds between two thumbnails, and their longest edge in pixels. */
const thumbnailInterval = 500;
const thumbnailEdge = 320;

/**
 * One attempt: from what is stored of an export, which may be nothing, to its files. All are made in one pass: a frame is
 * drawn once for those that miss it.
 *
 * @param jobs one for each file, at least one. The first says how the composition is drawn
 * @throws ExportError, with everything it held freed and the page as it was; what is finished stays stored
 */
export async function runExport(jobs: readonly ExportJob[], tracker: ProgressTracker): Promise<ExportResult> {
  const startedAt = realNow();
  const cleanup: Cleanup = [];
  const undo = (): Promise<void> => undoAll(cleanup, tracker);
  try {
    const prepared = await prepareExport(jobs, tracker, cleanup);
    tracker.enter('prepared');
    const tally = new PassTally(prepared.frameCount, prepared.outputs, tracker);
    const keeper = new SnapshotKeeper(jobs[0]!, prepared, tracker);
    const works: OutputWork[] = [];
    // What one of the files cannot go on without, none of them waits for.
    const onFailed = (reason: unknown): void => works.forEach((work) => work.fail(reason));
    for (const [i, job] of jobs.entries()) {
      // The first file's segments are those that the session's state is kept for.
      const onSpan = i === 0 ? (index: number) => keeper.keep(index) : null;
      works.push(new OutputWork(job, prepared.outputs[i]!, { tracker, tally, onFailed, onSpan }));
    }
    const walked = await drawFrames(jobs[0]!, prepared, works, keeper, tracker);
    tracker.enter('rendered');
    const [, ...made] = await Promise.all([keeper.finish(), ...works.map((work) => work.finishParts())]);
    // The stage is done with: the host has its page back while the files are put together.
    await undo();
    tracker.enter('encoded');
    const muxStartedAt = realNow();
    await Promise.all(works.map((work) => work.finishMux()));
    const checkStartedAt = realNow();
    if ((jobs[0]!.options.check ?? defaultCheck) !== 'off') tracker.enter('written');
    // One after the other: each decodes on all cores and holds frames. All before any of them is handed over.
    for (const work of works) await work.check();
    const files = await Promise.all(works.map((work) => work.finishFile()));
    const now = realNow();
    const { warnings } = tracker.current;
    const timed = files.map((file, i) => ({
      ...file,
      timings: {
        ...walked,
        ...made[i]!,
        mux: checkStartedAt - muxStartedAt,
        check: now - checkStartedAt,
        total: now - startedAt,
      },
      warnings,
      also: [],
    }));
    return { ...timed[0]!, also: timed.slice(1) };
  } finally {
    await undo();
  }
}

/** Draws, captures and hands on what any of the files misses. */
async function drawFrames(
  { settings, signal, options, composition }: ExportJob,
  { session, capture, spectrum }: Prepared,
  works: readonly OutputWork[],
  keeper: SnapshotKeeper,
  tracker: ProgressTracker,
): Promise<WalkTimings> {
  const earliest = Math.min(...works.map(({ offset, spans }) => offset + (spans[0]?.first ?? Infinity)));
  return walkFrames({
    session,
    step: createFrameStepper({
      session,
      frameRate: settings.frameRate,
      ...(spectrum === null ? {} : { spectrum }),
      timeoutMs: options.frameTimeoutMs ?? defaultFrameTimeoutMs,
      signal,
    }),
    capture,
    frameRate: settings.frameRate,
    firstFrame: settings.range.first,
    takers: works,
    nextFrame: composition.stateful === true ? await keeper.goBack(earliest) : null,
    signal,
    onReplayed: (done, total) => tracker.replayed(done, total),
    onCaptured: thumbnailTaker(tracker),
    onDrawn: () => tracker.frameDone(),
  });
}

/** While someone looks, shows now and then what was captured. */
function thumbnailTaker(tracker: ProgressTracker): (frame: VideoFrame) => Promise<void> | undefined {
  let shownAt = Number.NEGATIVE_INFINITY;
  return (frame) => {
    if (!tracker.hasListeners || realNow() - shownAt < thumbnailInterval) return undefined;
    shownAt = realNow();
    return thumbnail(frame, thumbnailEdge).then((picture) => tracker.showThumbnail(picture));
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
