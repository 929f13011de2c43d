import { codecs, isWebVideoCodec } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import { spread } from '../quality/film-stretches';
import { videoEncoderSettings } from './export-job';
import { planSegments, segmentLength } from './segment-plan';

/** Frames of an export that follow one another, counted from its first. */
export interface FrameRun {
  first: number;
  count: number;
}

/** What of an export is encoded to know the rest by. */
export interface SamplePlan {
  /** In the order they are drawn, so that whatever has been done lies spread over the export. */
  runs: readonly FrameRun[];
  /** All there is: nothing has to be inferred. */
  isWhole: boolean;
}

/** Where a frame stands for itself, many places tell more than long runs. */
const intraRun = 6;
/** ffmpeg's lanes take some frames at a time: a few would be measured slower than they are. */
const laneRun = 24;
const gopRuns = 3;
const mostRuns = 16;

/** Below this many times the sample, an export is encoded whole: what is inferred of so little is worth little. */
const wholeFactor = 1.25;

/**
 * The runs to be encoded: spread over the export, each as a segment of its own.
 *
 * @param frames how many there are to be, about
 * @param inOrder frames depend on those before them: runs are drawn as they follow one another
 */
export function planSample(settings: ExportSettings, frames: number, inOrder: boolean): SamplePlan {
  const total = settings.range.end - settings.range.first;
  const segmentFrames = segmentLength(videoEncoderSettings(settings));
  if (total <= frames * wholeFactor) return { runs: planSegments(total, segmentFrames), isWhole: true };
  const wanted = Math.min(segmentFrames, runLength(settings, frames));
  // Two fields are one frame: both are taken.
  const unit = settings.video.scan === 'interlaced' ? 2 : 1;
  const count = Math.max(unit, Math.floor(wanted / unit) * unit);
  const runCount = Math.max(1, Math.min(mostRuns, Math.round(frames / count)));
  const runs = Array.from({ length: runCount }, (_, index) => {
    const middle = ((index + 0.5) * total) / runCount;
    const first = Math.floor((middle - count / 2) / unit) * unit;
    return { first: Math.max(0, Math.min(total - count, first)), count };
  });
  return { runs: inOrder ? runs : spread(runs), isWhole: false };
}

function runLength({ video }: ExportSettings, frames: number): number {
  if (!codecs[video.codec].intraOnly) return Math.ceil(frames / gopRuns);
  const onLanes = !isWebVideoCodec(video.codec) && video.codec !== 'prores' && video.codec !== 'dng';
  return Math.min(frames, onLanes ? laneRun : intraRun);
}
