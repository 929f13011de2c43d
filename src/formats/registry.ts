import { apng } from './apng';
import { exrSequence } from './exr-sequence';
import { dngSequence } from './dng-sequence';
import type { Format, FormatId } from './format';
import { gif } from './gif';
import { mkv } from './mkv';
import { mkvArchive } from './mkv-archive';
import { mov } from './mov';
import { mp4 } from './mp4';
import { mp4Fragmented } from './mp4-fragmented';
import { mxf } from './mxf';
import { png } from './png';
import { pngSequence } from './png-sequence';
import { tiffSequence } from './tiff-sequence';
import { webm } from './webm';
import { webp } from './webp';

/** Every format there is, in the order a list shows them. */
export const formats: readonly Format[] = [
  mp4,
  mp4Fragmented,
  mov,
  webm,
  mkv,
  mxf,
  mkvArchive,
  gif,
  apng,
  webp,
  png,
  pngSequence,
  tiffSequence,
  exrSequence,
  dngSequence,
];

const byId = new Map<string, Format>();
for (const format of formats) {
  if (byId.has(format.id)) throw new Error(`Two formats are called ${format.id}.`);
  byId.set(format.id, format);
}

export function findFormat(id: string): Format | undefined {
  return byId.get(id);
}

/** For an id the types already vouch for. */
export function formatOf(id: FormatId): Format {
  return byId.get(id)!;
}
