import { createFrameCapture } from '../capture/capture';
import type { FrameCapture } from '../capture/frame-capture';
import type { RenderSession } from '../composition/composition';
import { assertComposition } from '../composition/load-module';
import { snapshotsOf, type SessionSnapshots } from '../composition/session-snapshot';
import { createStage, openSession } from '../composition/stage';
import type { ChosenEngine, SegmentSpan } from '../encode/segment-encoder';
import { throwIfAborted } from '../errors';
import type { FrameSource } from '../workers/protocol';
import type { ExportJob } from './export-job';
import { findKeptFrames } from './kept-frames';
import { preparePicture } from './prepare-picture';
import type { ProgressTracker } from './progress-tracker';
import type { ResumePlan } from './resume-plan';
import { checkSettings, errorFrom } from './settings-check';
import { openSoundtrack, type Soundtrack } from './soundtrack';

/** Undoes what an export set up, last first, whatever happened. */
export type Cleanup = (() => Promise<void> | void)[];

/** Everything an attempt needs before its first frame. */
export interface Prepared {
  engine: ChosenEngine;
  /** Where a segment's frames are kept; null: they have to be drawn. */
  keptFrames: (span: SegmentSpan) => FrameSource | null;
  soundtrack: Soundtrack | null;
  session: RenderSession;
  snapshots: SessionSnapshots | null;
  capture: FrameCapture;
  frameCount: number;
  segmentCount: number;
  plan: ResumePlan;
}

/**
 * Looks at the settings, at what is stored, tries the encoder, opens the sound and opens the composition.
 *
 * @param cleanup receives how to undo it, of a preparation that failed too
 * @throws ExportError
 */
export async function prepareExport(job: ExportJob, tracker: ProgressTracker, cleanup: Cleanup): Promise<Prepared> {
  const { composition, settings, options, signal } = job;
  assertComposition(composition);
  const invalid = errorFrom(checkSettings(composition, settings));
  if (invalid) throw invalid;
  const reading = new AbortController();
  cleanup.push(() => reading.abort());
  // The encoder is tried in its worker while the page opens the sound. The composition opens last: it may put the page
  // on a virtual clock, and nothing that could fail should come after.
  const [picture, soundtrack] = await Promise.all([
    preparePicture(job, tracker),
    openSoundtrack(composition, settings, AbortSignal.any([signal, reading.signal])),
  ]);
  const keptFrames = await findKeptFrames(job);
  throwIfAborted(signal, 'prepare');
  const { width, height, frameRate } = settings;
  const { stage, random, dispose } = createStage(composition, { width, height, frameRate, signal });
  cleanup.push(dispose);
  const session = await openSession(composition, stage);
  cleanup.push(() => session.dispose());
  const capture = createFrameCapture({
    width,
    height,
    background: composition.background ?? null,
    alpha: settings.video.alpha !== undefined,
    root: stage.root,
    ...(options.domRenderer === undefined ? {} : { domRenderer: options.domRenderer }),
    onWarning: (warning) => tracker.warn(warning),
  });
  cleanup.push(() => capture.dispose());
  return { ...picture, keptFrames, soundtrack, session, snapshots: snapshotsOf(session, random), capture };
}
