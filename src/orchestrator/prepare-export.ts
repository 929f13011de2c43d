import type { FrameCapture } from '../capture/frame-capture';
import type { Spectrum } from '../audio/spectrum';
import type { RenderSession } from '../composition/composition';
import { assertComposition } from '../composition/load-module';
import { snapshotsOf, type SessionSnapshots } from '../composition/session-snapshot';
import { throwIfAborted } from '../errors';
import { errorFrom } from './export-issue';
import type { ExportJob } from './export-job';
import { frameReader } from './frame-reader';
import { findKeptFrames } from './kept-frames';
import { openCapture, type Cleanup } from './open-capture';
import type { PreparedOutput } from './output-work';
import { checkOutputs } from './outputs-check';
import { preparePicture } from './prepare-picture';
import type { ProgressTracker } from './progress-tracker';
import { openSoundtracks } from './soundtrack';

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
  const { range } = settings;
  const { session, random, capture } = await openCapture(
    composition,
    {
      ...{ settings, signal, domRenderer: options.domRenderer },
      alpha: jobs.some((job) => job.settings.video.alpha !== undefined),
      onWarning: (warning) => tracker.warn(warning),
    },
    cleanup,
  );
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
