import { viewOf } from '../byte-reader';
import type { MxfSet } from './mxf-sets';
import { numberIn } from './mxf-sets';
import type { ProblemList } from './problem-list';

/** One frame with its sound, by where it lies in the stream of essence. */
export interface ContentPackage {
  offset: number;
  byteLength: number;
}

/** Holds the index against the essence (SMPTE ST 377-1, 11). @returns for each frame whether one may begin there */
export function checkIndex(
  segments: readonly MxfSet[],
  packages: readonly ContentPackage[],
  problems: ProblemList,
): boolean[] {
  const keys: boolean[] = [];
  if (!problems.require(segments.length > 0, 'The file has no index.')) return keys;
  // Segments are repeated in the footer: the last of each place counts.
  const byStart = new Map(segments.map((segment) => [numberIn(segment, 0x3f0c) ?? 0, segment]));
  for (const [start, segment] of [...byStart].toSorted(([one], [other]) => one - other)) {
    const constant = numberIn(segment, 0x3f05) ?? 0;
    if (constant > 0) {
      const wrong = packages.findIndex(({ offset }, index) => offset !== index * constant);
      problems.require(wrong < 0, `Frame ${wrong} does not lie where the index says.`);
      keys.push(...packages.map(() => true));
      continue;
    }
    const entries = viewOf(segment.values.get(0x3f0a) ?? new Uint8Array(0));
    const [count, bytes] = entries.byteLength >= 8 ? [entries.getUint32(0), entries.getUint32(4)] : [0, 0];
    const fits = bytes >= 11 && 8 + count * bytes === entries.byteLength;
    if (!problems.require(fits, 'The index is broken.')) continue;
    problems.require(count === numberIn(segment, 0x3f0d), 'The index says another number of frames than it has.');
    for (let index = 0; index < count; index++) {
      const at = 8 + index * bytes;
      const offset = Number(entries.getBigUint64(at + 3));
      problems.require(
        packages[start + index]?.offset === offset,
        `Frame ${start + index} does not lie where the index says.`,
      );
      keys[start + index] = (entries.getUint8(at + 2) & 0x80) !== 0;
    }
  }
  if (keys.length > 0)
    problems.require(keys.length >= packages.length, `The index ends at frame ${keys.length} of ${packages.length}.`);
  return keys;
}
