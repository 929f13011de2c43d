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
import type { AddedTrack, TrackPlace } from './added-track';

/** What players and editing programs look for in a film's header and Mediabunny does not write. */
export interface HeaderExtras {
  /** QuickTime: two fields a frame, the top one first, or one. Null: the film does not say. */
  fields: 'progressive' | 'interlaced' | null;
  tracks: readonly AddedTrack[];
  /** MP4: the description stands where Apple's players and ffmpeg look for it. */
  namesDescription: boolean;
}

/** QuickTime File Format, `fiel`: one field a frame; two, of which the upper is stored and shown first. */
const fieldHandling = { progressive: [1, 0], interlaced: [2, 1] } as const;

/** Own fields of a visual sample entry, before its boxes. */
const visualEntryBytes = 78;

/** How much longer the film's header gets by them, their samples included. Bytes, at most. */
export function roomFor({ tracks }: HeaderExtras): number {
  const place: TrackPlace = { trackId: 1, sampleOffset: 0, movie: { timescale: 1, duration: 0 } };
  // References, `fiel` and the samples' own box take the rest.
  return tracks.reduce((sum, track) => sum + track.build(place).bytes.length + track.samples.length + 64, 64);
}

/**
 * Completes a film's header in the space that is reserved for it: `fiel`, and tracks with their samples.
 *
 * @param header the `moov` box and, behind it, the first 8 bytes of a `free` box
 * @param position of the header in the file
 * @returns what is to stand there instead: it ends with the beginning of a smaller `free` box
 * @throws RangeError when the free space is too small
 */
export function completeHeader(
  header: Uint8Array<ArrayBuffer>,
  position: number,
  extras: HeaderExtras,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const movieBytes = view.getUint32(0);
  const room = movieBytes + view.getUint32(movieBytes);
  const [movie] = readBoxes(header.subarray(0, movieBytes)) as [Box];
  const plain = withVideo(extras.namesDescription ? withDescription(movie) : movie, extras);
  const { tracks } = extras;
  if (tracks.length === 0) return filled(room, [plain]);
  // The header's size does not depend on where the samples lie, which is behind it.
  const sized = withTracks(plain, tracks, 0);
  const samples = makeBox('mdat', ...tracks.map((track) => track.samples));
  return filled(room, [withTracks(plain, tracks, position + sized.bytes.length + boxHeaderBytes), samples]);
}

const boxHeaderBytes = 8;

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

/** The movie with `fiel` in its picture's sample entry, and references to the tracks there are to be. */
function withVideo(movie: Box, { fields, tracks }: HeaderExtras): Box {
  const first = nextTrackId(movie);
  const references = tracks.flatMap(({ reference }, index) =>
    reference === null ? [] : [makeBox(reference, u32(first + index))],
  );
  return withChildren(
    movie,
    childrenOf(movie).map((each) => {
      if (each.type !== 'trak' || !isVideo(each)) return each;
      const track = fields === null ? each : withFields(each, fields);
      if (references.length === 0) return track;
      const [header, ...rest] = childrenOf(track);
      return withChildren(track, [header!, makeBox('tref', ...references), ...rest]);
    }),
  );
}

function withFields(track: Box, fields: keyof typeof fieldHandling): Box {
  const box = makeBox('fiel', fieldHandling[fields]);
  return replaceBox(track, ['mdia', 'minf', 'stbl', 'stsd'], (table) =>
    withChildren(
      table,
      childrenOf(table, 8).map((entry) =>
        withChildren(entry, [...childrenOf(entry, visualEntryBytes), box], visualEntryBytes),
      ),
      8,
    ),
  );
}

/** The list of items with `desc` in place of `©des`, which Mediabunny writes of a description. */
function withDescription(movie: Box): Box {
  const within = (box: Box, [type, ...rest]: readonly string[]): Box => {
    const ownFields = box.type === 'meta' ? 4 : 0;
    const renamed = (child: Box): Box => {
      if (type === undefined) return child.type === '\u00a9des' ? makeBox('desc', child.bytes.subarray(8)) : child;
      return child.type === type ? within(child, rest) : child;
    };
    return withChildren(box, childrenOf(box, ownFields).map(renamed), ownFields);
  };
  return within(movie, ['udta', 'meta', 'ilst']);
}

function isVideo(track: Box): boolean {
  const handler = findBox(childrenOf(track), 'mdia', 'hdlr');
  return handler !== undefined && String.fromCharCode(...handler.bytes.subarray(16, 20)) === 'vide';
}

/** @param sampleOffset where the first one's samples lie; those of the others follow */
function withTracks(movie: Box, tracks: readonly AddedTrack[], sampleOffset: number): Box {
  const first = nextTrackId(movie);
  const header = movieTimes(findBox(childrenOf(movie), 'mvhd')!);
  let offset = sampleOffset;
  const added = tracks.map((track, index) => {
    const place: TrackPlace = { trackId: first + index, sampleOffset: offset, movie: header };
    offset += track.samples.length;
    return track.build(place);
  });
  const next = first + tracks.length;
  const children = childrenOf(movie).map((each) => (each.type === 'mvhd' ? numbered(each, next) : each));
  const last = children.findLastIndex(({ type }) => type === 'trak');
  return withChildren(movie, [...children.slice(0, last + 1), ...added, ...children.slice(last + 1)]);
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

function movieTimes({ bytes }: Box): TrackPlace['movie'] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const isLong = view.getUint8(8) === 1;
  return isLong
    ? { timescale: view.getUint32(28), duration: Number(view.getBigUint64(32)) }
    : { timescale: view.getUint32(20), duration: view.getUint32(24) };
}
