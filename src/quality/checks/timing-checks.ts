import { frameTime } from '../../composition/frame-rate';
import { fewFrames, type Check, type Finding } from './check';
import { expectedPicture } from './expected-picture';
import { pictureEnd, pictureStart } from './file-facts';
import { isAnimation, isStill } from './picture-checks';
import type { TechnicalSubject } from './technical-subject';

const again = 'Export again, or let ffmpeg write the times anew.';

const duration: Check<TechnicalSubject> = {
  id: 'duration',
  category: 'technical',
  title: 'Duration',
  source: 'Export settings',
  find({ facts: { picture }, expected }) {
    if (!picture || !expected || isStill(picture)) return null;
    const { frames, frameRate } = expectedPicture(expected);
    // A single picture of an animation is shown for good.
    if (isAnimation(picture) && frames === 1) return null;
    const asked = frameTime(frames, frameRate);
    // When it begins is another check's.
    const measured = pictureEnd(picture) - pictureStart(picture);
    // Half a frame would be another number of frames; animations round each frame of theirs.
    const allowed = isAnimation(picture)
      ? Math.max(0.02, picture.timeResolution * 2)
      : picture.timeResolution * 1.01 + 1e-6;
    const same = Math.abs(measured - asked) <= allowed;
    const said = `The picture lasts ${measured.toFixed(3)} s`;
    return {
      status: same ? 'pass' : 'fail',
      message: same ? `${said}, as asked.` : `${said}, where ${asked.toFixed(3)} s were asked.`,
      ...(same ? {} : { remedy: 'Export again: the film is too short or too long.' }),
      measured: Number(measured.toFixed(6)),
      expected: Number(asked.toFixed(6)),
    };
  },
};

const timing: Check<TechnicalSubject> = {
  id: 'packet-timing',
  category: 'technical',
  title: 'Times of frames',
  source: 'Constant frame rate, as editing programs and platforms expect',
  find({ facts: { picture }, expected }) {
    if (!picture || isStill(picture) || isAnimation(picture)) return null;
    const rate = expected ? expectedPicture(expected).frameRate : picture.frameRate;
    if (!rate) return null;
    const { packets, timeResolution } = picture;
    const order = packets.times
      .map((_, index) => index)
      .toSorted((one, other) => packets.times[one]! - packets.times[other]!);
    const allowed = timeResolution * 1.01 + 1e-6;
    const frame = frameTime(1, rate);
    const first = packets.times[order[0] ?? 0] ?? 0;
    const off = order.flatMap((packet, index) => {
      const late = Math.abs(packets.times[packet]! - first - frameTime(index, rate)) > allowed;
      return late ? [index] : [];
    });
    const odd = order.flatMap((packet, index) =>
      Math.abs(packets.durations[packet]! - frame) > allowed ? [index] : [],
    );
    const isLate = Math.abs(first) > allowed;
    const problem =
      off.length > 0
        ? `${off.length} frames are not shown when they should be, the first of them is frame ${off[0]}.`
        : odd.length > 0
          ? `${odd.length} frames last longer or shorter than the others, the first of them is frame ${odd[0]}.`
          : null;
    if (problem === null && isLate) return lateBy(first, expected !== null);
    if (problem === null) return { status: 'pass', message: 'Each frame follows the one before, and lasts as long.' };
    return { status: 'fail', message: problem, remedy: again, ...fewFrames(off.length > 0 ? off : odd) };
  },
};

/** Seconds: a packet of sound that is not heard, behind which ffmpeg has the picture begin where it copies to Matroska. */
const soundPriming = 0.05;

function lateBy(first: number, isAsked: boolean): Finding {
  const isCopied = first > 0 && first <= soundPriming;
  return {
    status: isCopied || !isAsked ? 'warn' : 'fail',
    message: `The first frame is shown at ${first.toFixed(3)} s instead of 0.`,
    remedy: again,
  };
}

export const timingChecks: readonly Check<TechnicalSubject>[] = [duration, timing];
