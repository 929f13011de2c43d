import { createFrameCapture } from '../capture/capture';
import type { FrameCapture } from '../capture/frame-capture';
import type { Spectrum } from '../audio/spectrum';
import type { RenderSession } from '../composition/composition';
import { assertComposition } from '../composition/load-module';
import { snapshotsOf, type SessionSnapshots } from '../composition/session-snapshot';
import { createStage, openSession } from '../composition/stage';
import { throwIfAborted } from '../errors';
import { stageSizeOf } from '../formats/pixel-aspect';
import { captureFormat } from './capture-format';
import { errorFrom } from './export-issue';
import type { ExportJob } from './export-job';
import { frameReader } from './frame-reader';
import { findKeptFrames } from './kept-frames';
import type { PreparedOutput } from './output-work';
import { checkOutputs } from './outputs-check';
import { preparePicture } from './prepare-picture';
import type { ProgressTracker } from './progress-tracker';
import { openSoundtracks } from './soundtrack';

/** Undoes what an export set up, last first, whatever happened. */
export type Cleanup = (() => Promise<void> | void)[];

/** Everything an attempt needs before its first frame. */
export interface Prepared {
  session: RenderSession;
  snapshots: SessionSnapshots | null;
  capture: FrameCapture;
  spectrum: Spectrum | null;
  /** Of the pass, which is as long as the first file. */
  frameCount: number;
  /** For each file what it begins with. */
  outputs: PreparedOutput[];
}

/**
 * Looks at the settings, at what is stored, tries the encoders, opens the sound and opens the composition.
 *
 * @param cleanup receives how to undo it, of a preparation that failed too
 * @throws ExportError
 */
export async function prepareExport(
  jobs: readonly ExportJob[],
  tracker: ProgressTracker,
  cleanup: Cleanup,
): Promise<Prepared> {
  const [{ composition, settings, options, signal }] = jobs as [ExportJob];
  assertComposition(composition);
  const invalid = errorFrom(checkOutputs(composition, jobs));
  if (invalid) throw invalid;
  const reading = new AbortController();
  cleanup.push(() => reading.abort());
  // Encoders are tried in their workers while the page opens the sound. The composition opens last: it may put the page
  // on a virtual clock, and nothing that could fail should come after.
  const [pictures, sounds] = await Promise.all([
    Promise.all(jobs.map((job) => preparePicture(job, tracker))),
    openSoundtracks(composition, jobs, AbortSignal.any([signal, reading.signal])),
  ]);
  // A frame that several files take is drawn for all of them.
  const keptFrames = jobs.length === 1 ? await findKeptFrames(jobs[0]!) : () => null;
  throwIfAborted(signal, 'prepare');
  const { frameRate, range } = settings;
  const size = stageSizeOf(settings);
  const { stage, random, dispose } = createStage(composition, { ...size, frameRate, signal });
  cleanup.push(dispose);
  const session = await openSession(composition, stage);
  cleanup.push(() => session.dispose());
  const capture = createFrameCapture({
    ...size,
    background: composition.background ?? null,
    alpha: jobs.some((job) => job.settings.video.alpha !== undefined),
    ...captureFormat(settings),
    root: stage.root,
    ...(options.domRenderer === undefined ? {} : { domRenderer: options.domRenderer }),
    onWarning: (warning) => tracker.warn(warning),
  });
  cleanup.push(() => capture.dispose());
  const outputs = jobs.map(({ settings: own }, i) => ({
    ...pictures[i]!,
    // A file without sound may still be drawn by it.
    mix: own.audio === null ? null : (sounds[i]?.mix ?? null),
    keptFrames,
    offset: own.range.first - range.first,
    read: frameReader(own, settings, capture),
  }));
  return {
    session,
    snapshots: snapshotsOf(session, random),
    capture,
    spectrum: sounds[0]?.spectrum ?? null,
    frameCount: range.end - range.first,
    outputs,
  };
}
