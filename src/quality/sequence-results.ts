import { findDamagedFrames } from './metrics/cell-damage';
import type { FrameFinding } from './metrics/frame-drift';
import { driftLimits } from './metrics/frame-drift';
import { checkSequence, type FrameSequence } from './metrics/sequence-checks';
import type { FrameRun } from './metrics/still-frames';
import type { CheckResult, CheckStatus } from './report';

const source = 'The frames captured for the file';
const again = 'Export again; if it happens again, choose another codec.';
const more = 'Choose a higher quality or bitrate.';
const mostNamed = 20;

/**
 * What the frames of a film say about it beside those captured.
 *
 * @param frameNumbers which frames of the film they are; null: all
 */
export function sequenceResults(
  captured: FrameSequence,
  decoded: FrameSequence,
  frameNumbers: readonly number[] | null = null,
): CheckResult[] {
  const numbered = (frame: number): number => frameNumbers?.[frame] ?? frame;
  const found = checkSequence(captured, decoded);
  const damaged = findDamagedFrames(captured.fingerprints, decoded.fingerprints, found.alignment);
  const result = (
    id: string,
    title: string,
    places: readonly number[],
    { bad, good, remedy = again, status = 'fail' }: Wording,
  ): CheckResult => {
    const frames = places.map(numbered);
    return {
      ...{ id, category: 'consistency', title, source },
      status: frames.length === 0 ? 'pass' : status,
      message: frames.length === 0 ? good : `${counted(frames)} ${bad}`,
      measured: frames.length,
      expected: 0,
      ...(frames.length === 0 ? {} : { remedy, frames: frames.slice(0, mostNamed) }),
    };
  };
  const numbers = (findings: readonly { frame: number }[]): number[] => findings.map(({ frame }) => frame);
  const shift = Math.abs(found.medianShift) > driftLimits.mostShift;
  return [
    result('dropped-frames', 'Dropped frames', found.dropped, {
      bad: 'of those captured are not in the file.',
      good: 'Every captured frame is in the file.',
    }),
    result('repeated-frames', 'Repeated frames', numbers(found.repeated), {
      bad: 'of the file show what the one before shows, and should not.',
      good: 'No frame is there twice.',
    }),
    result('frame-order', 'Order of frames', numbers(found.outOfOrder), {
      bad: 'of the file show an earlier moment than the one before.',
      good: 'Frames come in the order they were captured in.',
    }),
    result('black-frames', 'Black frames', framesOf(found.black), {
      bad: 'are black that should not be.',
      good: 'No frame is black that should not be.',
    }),
    result('frozen-frames', 'Frozen picture', framesOf(found.frozen), {
      bad: 'stand still that should not.',
      good: 'The picture moves where it should.',
    }),
    result('damaged-frames', 'Damaged frames', numbers(damaged), {
      bad: `have parts that are far from what was captured, by up to ${most(damaged)} codes of luma.`,
      good: 'No part of any frame is far from what was captured.',
    }),
    result('brightness', 'Brightness', numbers(found.shifted), {
      bad: `are brighter or darker than captured, by up to ${most(found.shifted)} codes of mean luma.`,
      good: 'Frames are as bright as they were captured.',
      status: shift ? 'fail' : 'warn',
      remedy: shift ? again : more,
    }),
    result('sharpness', 'Sharpness', numbers(found.blurred), {
      bad: 'have lost more than half of their sharpness.',
      good: 'Frames are as sharp as a codec leaves them.',
      status: 'warn',
      remedy: more,
    }),
    result('flicker', 'Flicker', numbers(found.flicker), {
      bad: 'jump in brightness where the captured ones do not.',
      good: 'The picture does not flicker.',
      status: 'warn',
      remedy: more,
    }),
  ];
}

interface Wording {
  bad: string;
  good: string;
  remedy?: string;
  /** Where there are any. */
  status?: CheckStatus;
}

function counted(frames: readonly number[]): string {
  return frames.length === 1 ? `1 frame (${frames[0]})` : `${frames.length} frames (the first is ${frames[0]})`;
}

function framesOf(runs: readonly FrameRun[]): number[] {
  return runs
    .filter(({ inSource }) => !inSource)
    .flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

function most(findings: readonly FrameFinding[]): string {
  return Math.max(0, ...findings.map(({ amount }) => Math.abs(amount))).toFixed(1);
}
