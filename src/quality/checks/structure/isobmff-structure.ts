import { latin, viewOf, type ByteReader } from '../byte-reader';
import type { ColourTags, Structure } from '../file-facts';
import { emptyStructure } from './empty-structure';
import { isoBox, isoBoxes, printable, readIsoBoxes, type IsoBox } from './isobmff-boxes';
import { colourOf } from './isobmff-entry';
import { readFragment, type FragmentState } from './isobmff-fragments';
import { readIsoTrack, type Extent, type IsoTrack } from './isobmff-samples';
import { readIsoText } from './isobmff-text';
import { readTimecode } from './isobmff-timecode';
import { ProblemList } from './problem-list';

const topLevel = ['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'moof', 'mfra', 'sidx', 'styp', 'uuid', 'meta'];

/** Index boxes are read whole: of an hour some megabytes. */
const largestHeader = 1 << 28;

interface TopBox extends Extent {
  type: string;
  headerBytes: number;
}

/** Walks through all boxes of an ISO base media or QuickTime file. */
export async function readIsobmff(reader: ByteReader): Promise<Structure> {
  const problems = new ProblemList();
  const boxes = await readTop(reader, problems);
  const [ftyp] = boxes;
  const brand = ftyp?.type === 'ftyp' ? latin(await reader.read(ftyp.start + 8, 4)) : '';
  problems.require(brand !== '', 'The file does not begin with its type.');
  const moovs = boxes.filter(({ type }) => type === 'moov');
  problems.require(moovs.length === 1, `The file has ${moovs.length} indexes (moov) instead of one.`);
  const structure = emptyStructure(brand === 'qt  ' ? 'quicktime' : 'isobmff');
  const [moov] = moovs;
  if (!moov) return { ...structure, problems: problems.problems };
  const movie = await readWhole(moov, reader, problems);
  const tracks = isoBoxes(movie, 'trak').flatMap((box) => readIsoTrack(box, problems) ?? []);
  problems.require(tracks.length > 0, 'The file has no track.');
  const data = boxes
    .filter(({ type }) => type === 'mdat')
    .map((box) => ({ start: box.start + box.headerBytes, end: box.end }));
  const fragments = await readFragments(boxes, tracks, reader, problems);
  const samples = [...tracks.flatMap(({ chunks }) => chunks), ...fragments];
  checkMovieHeader(movie, tracks, fragments.length > 0, problems);
  checkData(samples, data, problems);
  const timecode = tracks.find(({ handler }) => handler === 'tmcd');
  const timescale = movieTimescale(movie);
  return {
    ...structure,
    problems: problems.problems,
    fastStart: data.filter(({ start, end }) => end > start).every(({ start }) => start > moov.start),
    fragmented: isoBox(movie, 'mvex') !== undefined,
    edits: tracks.reduce((sum, { box }) => sum + editsOf(box).length, 0),
    colour: pictureColour(tracks),
    ...(timecode ? await readTimecode(timecode, reader) : {}),
    ...(await readIsoText(tracks, (track) => delayOf(track, timescale), reader)),
  };
}

async function readTop(reader: ByteReader, problems: ProblemList): Promise<TopBox[]> {
  const boxes: TopBox[] = [];
  for (let at = 0; at < reader.size;) {
    const view = await reader.view(at, 16);
    if (!problems.require(view.byteLength >= 8, `${view.byteLength} bytes are left over at the end.`)) break;
    const [short, type] = [view.getUint32(0), latin(await reader.read(at + 4, 4))];
    const headerBytes = short === 1 && view.byteLength === 16 ? 16 : 8;
    const size = headerBytes === 16 ? Number(view.getBigUint64(8)) : short;
    problems.require(topLevel.includes(type), `What lies at ${at} is no box: ${printable(type)}.`);
    if (!problems.require(size >= headerBytes, `The box ${printable(type)} at ${at} has no size.`)) break;
    const over = at + size - reader.size;
    if (!problems.require(over <= 0, `The file is cut off: ${over} bytes of the box ${printable(type)} are missing.`))
      break;
    boxes.push({ type, start: at, end: at + size, headerBytes });
    at += size;
  }
  return boxes;
}

async function readWhole(box: TopBox, reader: ByteReader, problems: ProblemList): Promise<IsoBox> {
  const from = box.start + box.headerBytes;
  const body = await reader.read(from, Math.min(largestHeader, box.end - from));
  return { type: box.type, at: box.start, body, children: readIsoBoxes(body, from, box.type, problems) };
}

async function readFragments(
  boxes: readonly TopBox[],
  tracks: readonly IsoTrack[],
  reader: ByteReader,
  problems: ProblemList,
): Promise<Extent[]> {
  const state: FragmentState = { sequence: -1, times: new Map() };
  const ids = tracks.map(({ id }) => id);
  const samples: Extent[] = [];
  for (const box of boxes) {
    if (box.type !== 'moof') continue;
    samples.push(...readFragment(await readWhole(box, reader, problems), state, ids, problems));
  }
  return samples;
}

/** All samples lie in the data, none upon another, and there is no data besides. */
function checkData(samples: readonly Extent[], data: readonly Extent[], problems: ProblemList): void {
  const outside = samples.find(({ start, end }) => !data.some((each) => start >= each.start && end <= each.end));
  if (outside) problems.add(`Samples at ${outside.start} lie outside the file's data.`);
  const sorted = samples.toSorted((one, other) => one.start - other.start);
  const twice = sorted.find(({ start }, index) => index > 0 && start < sorted[index - 1]!.end);
  if (twice) problems.add(`Samples at ${twice.start} lie upon others.`);
  const bytes = (extents: readonly Extent[]): number => extents.reduce((sum, { start, end }) => sum + end - start, 0);
  const [used, there] = [bytes(samples), bytes(data)];
  // A box that was kept room for a long size, and does not need it, begins with eight bytes of nothing.
  const spare = samples.length > 0 && data.some(({ start }) => sorted.some((each) => each.start === start + 8)) ? 8 : 0;
  const unused = there - used;
  if (!outside && !twice)
    problems.require(unused === 0 || unused === spare, `${unused} bytes of the file's data belong to no sample.`);
}

function checkMovieHeader(
  movie: IsoBox,
  tracks: readonly IsoTrack[],
  fragmented: boolean,
  problems: ProblemList,
): void {
  const mvhd = isoBox(movie, 'mvhd');
  if (!problems.require(mvhd !== undefined && mvhd.body.length >= 100, 'The movie has no header.')) return;
  const long = mvhd!.body[0] === 1;
  const view = viewOf(mvhd!.body);
  const at = long ? 20 : 12;
  const timescale = view.getUint32(at);
  const told = long ? Number(view.getBigUint64(at + 4)) : view.getUint32(at + 4);
  const next = view.getUint32(mvhd!.body.length - 4);
  problems.require(
    // ffmpeg's fragmented files say 2, whatever they hold.
    tracks.every(({ id }) => id > 0 && (id < next || fragmented)),
    'The numbers of the tracks are wrong.',
  );
  problems.require(new Set(tracks.map(({ id }) => id)).size === tracks.length, 'Two tracks have one number.');
  if (fragmented) return;
  const longest = Math.max(...tracks.map(({ box }) => trackDuration(box)));
  problems.require(told === longest, `The movie's header says ${told} units, its longest track has ${longest}.`);
  for (const track of tracks) checkPresentation(track, timescale, problems);
}

/** What the track header says against its samples and its edit list. */
function checkPresentation(
  { box, id, duration, timescale }: IsoTrack,
  movieScale: number,
  problems: ProblemList,
): void {
  const edits = editsOf(box);
  const told = trackDuration(box);
  const media = (duration / timescale) * movieScale;
  const edited = edits.reduce((sum, { duration: each }) => sum + each, 0);
  // Times are rounded to the movie's units; a millisecond is more than any of ours.
  const allowance = Math.max(2, movieScale / 1000);
  if (edits.length > 0) {
    problems.require(Math.abs(told - edited) <= allowance, `Track ${id} lasts ${told} units, its edits ${edited}.`);
    const shown = edits.reduce((sum, { duration: each, mediaTime }) => sum + (mediaTime < 0 ? 0 : each), 0);
    problems.require(
      shown <= media + allowance,
      `The edits of track ${id} show ${shown} units of ${Math.round(media)}.`,
    );
  } else {
    problems.require(
      Math.abs(told - media) <= allowance,
      `Track ${id} lasts ${told} units, its samples ${Math.round(media)}.`,
    );
  }
}

interface Edit {
  duration: number;
  /** −1: nothing is shown. */
  mediaTime: number;
}

function editsOf(track: IsoBox): Edit[] {
  const elst = isoBox(track, 'edts', 'elst');
  if (!elst || elst.body.length < 8) return [];
  const view = viewOf(elst.body);
  const long = elst.body[0] === 1;
  const bytes = long ? 20 : 12;
  const count = Math.min(view.getUint32(4), Math.floor((view.byteLength - 8) / bytes));
  return Array.from({ length: count }, (_, index) => {
    const at = 8 + index * bytes;
    if (!long) return { duration: view.getUint32(at), mediaTime: view.getInt32(at + 4) };
    return { duration: Number(view.getBigUint64(at)), mediaTime: Number(view.getBigInt64(at + 8)) };
  });
}

/** Seconds for which nothing is shown before the track begins. */
function delayOf(track: IsoBox, timescale: number): number {
  const edits = editsOf(track);
  const first = edits.findIndex(({ mediaTime }) => mediaTime >= 0);
  return edits.slice(0, Math.max(0, first)).reduce((sum, { duration }) => sum + duration, 0) / timescale;
}

/** Units a second of edit lists; 1 where the movie does not say. */
function movieTimescale(movie: IsoBox): number {
  const mvhd = isoBox(movie, 'mvhd');
  if (!mvhd || mvhd.body.length < 24) return 1;
  return viewOf(mvhd.body).getUint32(mvhd.body[0] === 1 ? 20 : 12) || 1;
}

function trackDuration(track: IsoBox): number {
  const { body } = isoBox(track, 'tkhd')!;
  const view = viewOf(body);
  return body[0] === 1 ? Number(view.getBigUint64(28)) : view.getUint32(20);
}

function pictureColour(tracks: readonly IsoTrack[]): ColourTags | null {
  const picture = tracks.find(({ handler }) => handler === 'vide');
  return picture ? colourOf(picture.entry.body) : null;
}
