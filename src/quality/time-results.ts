import { frameTimestampUs, type FrameRate } from '../composition/frame-rate';
import type { CheckResult } from './report';

/** Matroska and WebM round times to milliseconds. */
const roundingUs = 1100;
const again = 'Export again; if it happens again, choose another format.';
const source = 'The frame rate and range that were asked for';

/** How many frames there are, and when. */
export function timeResults(
  timestampsUs: readonly number[],
  durationSeconds: number,
  { frameRate, frameCount }: { frameRate: FrameRate; frameCount: number },
): CheckResult[] {
  const count = timestampsUs.length === frameCount;
  const late = timestampsUs
    .map((timestamp, frame) => ({ frame, off: Math.abs(timestamp - frameTimestampUs(frame, frameRate)) }))
    .filter(({ off }) => off > roundingUs);
  const worst = Math.max(0, ...late.map(({ off }) => off)) / 1000;
  const wanted = frameTimestampUs(frameCount, frameRate) / 1e6;
  // The end of the last frame is written in few containers.
  const slack = frameTimestampUs(1, frameRate) / 1e6 + 0.002;
  const long = Math.abs(durationSeconds - wanted) <= slack;
  const category = 'consistency';
  return [
    {
      ...{ id: 'picture-frame-count', category, title: 'Number of frames', source },
      status: count ? 'pass' : 'fail',
      message: count
        ? `All ${frameCount} frames are there.`
        : `${timestampsUs.length} frames instead of ${frameCount}.`,
      ...{ measured: timestampsUs.length, expected: frameCount },
      ...(count ? {} : { remedy: again }),
    },
    {
      ...{ id: 'picture-frame-times', category, title: 'Times of frames', source },
      status: late.length === 0 ? 'pass' : 'fail',
      message:
        late.length === 0
          ? 'Every frame is shown at its time.'
          : `${late.length} frames are shown up to ${worst.toFixed(1)} ms away from their time.`,
      measured: `${worst.toFixed(1)} ms`,
      expected: `within ${roundingUs / 1000} ms`,
      ...(late.length === 0 ? {} : { remedy: again, frames: late.slice(0, 20).map(({ frame }) => frame) }),
    },
    {
      ...{ id: 'picture-duration', category, title: 'Duration of the picture', source },
      status: long ? 'pass' : 'fail',
      message: `The picture lasts ${durationSeconds.toFixed(3)} s of ${wanted.toFixed(3)} s.`,
      ...{ measured: `${durationSeconds.toFixed(3)} s`, expected: `${wanted.toFixed(3)} s` },
      ...(long ? {} : { remedy: again }),
    },
  ];
}
