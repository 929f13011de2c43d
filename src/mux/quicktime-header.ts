import {
  childrenOf,
  findBox,
  makeBox,
  readBoxes,
  replaceBox,
  text,
  u32,
  withChildren,
  type Box,
} from './quicktime-boxes';
import type { Timecode } from '../formats/timecode';
import { timecodeSample, timecodeTrack } from './timecode-track';

/** What editing programs look for in a film's header and Mediabunny does not write. */
export interface QuickTimeExtras {
  frameRate: { num: number; den: number };
  frameCount: number;
  timecode: Timecode | null;
  reel: string | null;
  /** Two fields a frame, the top one first. */
  interlaced: boolean;
}

/** QuickTime File Format, `fiel`: one field a frame; two, of which the upper is stored and shown first. */
const fieldHandling = { progressive: [1, 0], interlaced: [2, 1] } as const;

/** Own fields of a visual sample entry, before its boxes. */
const visualEntryBytes = 78;

/**
 * Completes a film's header in the space that is reserved for it: `fiel`, and a timecode track with the name of the
 * reel.
 *
 * @param header the `moov` box and, behind it, the first 8 bytes of a `free` box
 * @param position of the header in the file
 * @returns what is to stand there instead: it ends with the beginning of a smaller `free` box
 * @throws RangeError when the free space is too small
 */
export function completeHeader(
  header: Uint8Array<ArrayBuffer>,
  position: number,
  extras: QuickTimeExtras,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const movieBytes = view.getUint32(0);
  const room = movieBytes + view.getUint32(movieBytes);
  const [movie] = readBoxes(header.subarray(0, movieBytes)) as [Box];
  const { timecode } = extras;
  const plain = withVideo(movie, timecode ? nextTrackId(movie) : null, extras.interlaced);
  if (!timecode) return filled(room, [plain]);
  // Its size does not depend on where the sample lies, which is behind the header.
  const sampleBox = makeBox('mdat', timecodeSample(timecode));
  const sized = withTimecode(plain, { ...extras, timecode }, 0);
  const sampleOffset = position + sized.bytes.length + sampleBox.bytes.length - 4;
  return filled(room, [withTimecode(plain, { ...extras, timecode }, sampleOffset), sampleBox]);
}

function filled(room: number, boxes: readonly Box[]): Uint8Array<ArrayBuffer> {
  const used = boxes.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (room - used < 8) throw new RangeError(`The header takes ${used} bytes, and has ${room}.`);
  const all = new Uint8Array(used + 8);
  let at = 0;
  for (const { bytes } of boxes) {
    all.set(bytes, at);
    at += bytes.length;
  }
  all.set([...u32(room - used), ...text('free')], at);
  return all;
}

/** The movie with `fiel` in its picture's sample entry, and a reference to the timecode track there is to be. */
function withVideo(movie: Box, timecodeId: number | null, interlaced: boolean): Box {
  return withChildren(
    movie,
    childrenOf(movie).map((each) => {
      if (each.type !== 'trak' || !isVideo(each)) return each;
      const track = replaceBox(each, ['mdia', 'minf', 'stbl', 'stsd'], (table) =>
        withChildren(
          table,
          childrenOf(table, 8).map((entry) => withFields(entry, interlaced)),
          8,
        ),
      );
      if (timecodeId === null) return track;
      const [header, ...rest] = childrenOf(track);
      return withChildren(track, [header!, makeBox('tref', makeBox('tmcd', u32(timecodeId))), ...rest]);
    }),
  );
}

function withFields(entry: Box, interlaced: boolean): Box {
  const fields = makeBox('fiel', interlaced ? fieldHandling.interlaced : fieldHandling.progressive);
  return withChildren(entry, [...childrenOf(entry, visualEntryBytes), fields], visualEntryBytes);
}

function isVideo(track: Box): boolean {
  const handler = findBox(childrenOf(track), 'mdia', 'hdlr');
  return handler !== undefined && String.fromCharCode(...handler.bytes.subarray(16, 20)) === 'vide';
}

function withTimecode(movie: Box, extras: QuickTimeExtras & { timecode: Timecode }, sampleOffset: number): Box {
  const trackId = nextTrackId(movie);
  const header = findBox(childrenOf(movie), 'mvhd')!;
  const track = timecodeTrack({ ...extras, trackId, sampleOffset, movieDuration: durationOf(header) });
  const children = childrenOf(movie).map((each) => (each.type === 'mvhd' ? numbered(each, trackId + 1) : each));
  const last = children.findLastIndex(({ type }) => type === 'trak');
  return withChildren(movie, [...children.slice(0, last + 1), track, ...children.slice(last + 1)]);
}

/** The movie header with another `next_track_ID`, its last field. */
function numbered({ type, bytes }: Box, next: number): Box {
  const copy = bytes.slice();
  copy.set(u32(next), copy.length - 4);
  return { type, bytes: copy };
}

function nextTrackId(movie: Box): number {
  const { bytes } = findBox(childrenOf(movie), 'mvhd')!;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4);
}

function durationOf({ bytes }: Box): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const isLong = view.getUint8(8) === 1;
  return isLong ? Number(view.getBigUint64(32)) : view.getUint32(24);
}
