import { correctHeader, replaceFirst } from './header-correction';
import type { ByteTarget } from './muxer';
import { text } from './quicktime-boxes';

/** TargetType (RFC 9559, 5.1.8.1.1.2), and filler of the same length (RFC 8794, 11.3.2). */
const named = [0x63, 0xca, 0x85, ...text('MOVIE')] as const;
const unnamed = [0xec, 0x86, 0, 0, 0, 0, 0, 0] as const;

/**
 * A target that leaves out what tags are of in words, since the level in numbers stands beside it: ffmpeg, and players that
 * are made of it, would know a title by the name `MOVIE/TITLE` alone.
 */
export function unnameTagTarget(target: ByteTarget): ByteTarget {
  return correctHeader(target, named, unnamed);
}

/** The same in a header that is written again. */
export function withoutTagTarget(header: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = header.slice();
  replaceFirst(copy, named, unnamed);
  return copy;
}
