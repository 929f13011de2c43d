import { ExportError } from '../../errors';
import type { AnimationOptions } from '../../formats/format';
import type { FfmpegFilePlan } from './ffmpeg-lane';

/** What is given up, in turn, for a file that has to be small. */
const colours = [128, 64, 32];
const qualities = [60, 40, 20];
const scales = [0.75, 0.5, 0.35, 0.25];

/**
 * What an animation is tried with, one after the other, until the file is within its limit: as it was asked for first,
 * then with fewer colours or lower quality, then smaller. One try where there is no limit.
 */
export function smallerAnimations({ container, animation }: FfmpegFilePlan): (AnimationOptions | undefined)[] {
  if (animation?.sizeLimit === undefined) return [animation];
  const coarser: AnimationOptions[] =
    container === 'gif'
      ? colours.filter((count) => count < (animation.colours ?? 256)).map((count) => ({ colours: count }))
      : qualities
          .filter((quality) => animation.quality === 'lossless' || quality < (animation.quality ?? 80))
          .map((quality) => ({ quality }));
  const coarsest = coarser.at(-1) ?? {};
  const smaller = scales.map((scale) => ({ ...coarsest, scale: scale * (animation.scale ?? 1) }));
  return [animation, ...[...coarser, ...smaller].map((less) => ({ ...animation, ...less }))];
}

export function tooLarge(byteLength: number, { animation }: FfmpegFilePlan): ExportError {
  return new ExportError('invalid-input', {
    detail: 'size-limit',
    stage: 'mux',
    message: `The smallest that was tried has ${byteLength} bytes, not ${animation?.sizeLimit}.`,
    remedy: 'Allow a larger file, or export fewer frames.',
  });
}
