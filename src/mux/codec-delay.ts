import { correctHeader } from './header-correction';
import type { ByteTarget } from './muxer';

/** Element IDs (RFC 9559, sections 5.1.4.1.25 and 5.1.4.1.26). */
const seekPreRoll = [0x56, 0xbb] as const;
const codecDelay = [0x56, 0xaa] as const;

/**
 * A target that corrects one element on its way. Mediabunny writes the Opus track's priming, in nanoseconds, as
 * SeekPreRoll, where the specification asks for CodecDelay: ffmpeg then plays the sound late by that much. Both elements
 * have IDs of two bytes, so the ID alone is changed, once, in the track header at the start of the file.
 */
export function writeCodecDelay(target: ByteTarget, nanoseconds: number): ByteTarget {
  return correctHeader(target, [...seekPreRoll, ...sizedInteger(nanoseconds)], codecDelay);
}

/** An EBML unsigned integer with its size in front, as short as it goes (RFC 8794, section 7.2). */
function sizedInteger(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}
