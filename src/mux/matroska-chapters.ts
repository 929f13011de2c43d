import { frameTime, type FrameRate } from '../composition/frame-rate';
import type { FilmChapter } from '../formats/chapters';
import type { ByteTarget } from './muxer';
import { text } from './quicktime-boxes';

/** Element IDs of RFC 9559, section 5.1. */
const ids = {
  chapters: 0x1043a770,
  editionEntry: 0x45b9,
  editionUid: 0x45bc,
  chapterAtom: 0xb6,
  chapterUid: 0x73c4,
  timeStart: 0x91,
  timeEnd: 0x92,
  display: 0x80,
  string: 0x85,
  language: 0x437c,
  seekHead: 0x114d9b74,
  tags: 0x1254c367,
  tag: 0x7373,
  targets: 0x63c0,
  simpleTag: 0x67c8,
  void: 0xec,
} as const;

/**
 * Room for chapters in a header that Mediabunny writes, which knows nothing of them: a tag of the same length, the last of
 * them all, that is replaced when the file is done.
 */
export function chapterPlaceholder(chapters: readonly FilmChapter[], rate: FrameRate): Record<string, string> {
  return { [placeholder]: '-'.repeat(chaptersElement(chapters, rate).length) };
}

const placeholder = 'CHAPTERS';

/** What is to be written in the place of the segment's header. */
interface Correction {
  position: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Puts the chapters where the placeholder is, before the first cluster, so that players have them at once.
 *
 * @param header the segment from its beginning to the first cluster, as it was written
 * @param position of it in the file
 * @throws RangeError where it has no placeholder
 */
export async function writeChapters(
  target: ByteTarget,
  header: Uint8Array<ArrayBuffer>,
  position: number,
  chapters: readonly FilmChapter[],
  rate: FrameRate,
): Promise<void> {
  for (const each of corrections(header, chaptersElement(chapters, rate))) {
    await target.write(position + each.position, each.bytes);
  }
}

function corrections(header: Uint8Array<ArrayBuffer>, chapters: readonly number[]): Correction[] {
  const segment = readElement(header, 0);
  const parts = childrenOf(header, { ...segment, end: header.length });
  const tags = parts.at(-1)!;
  const [tag] = childrenOf(header, tags);
  const inTag = childrenOf(header, tag!);
  const kept = inTag.slice(0, -1);
  if (tags.id !== ids.tags || inTag.at(-1)!.id !== ids.simpleTag) {
    throw new RangeError('The header has no placeholder.');
  }
  // Tags of nothing but a target are none: the list of parts then names what stands in their place.
  const isOnly = kept.every(({ id }) => id === ids.targets);
  const keptTags = isOnly
    ? []
    : element(ids.tags, element(ids.tag, [...header.subarray(kept[0]!.start, kept.at(-1)!.end)], 4), 4);
  const rest = header.length - tags.start - keptTags.length - chapters.length;
  const filler = element(ids.void, new Array<number>(rest - 1 - 4).fill(0), 4);
  const place = { position: tags.start, bytes: Uint8Array.from([...keptTags, ...chapters, ...filler]) };
  if (!isOnly) return [place];
  return [place, { position: seekIdOfTags(header, parts), bytes: Uint8Array.from(bytesOf(ids.chapters)) }];
}

/** Where the list of parts names the tags. */
function seekIdOfTags(header: Uint8Array<ArrayBuffer>, parts: readonly Element[]): number {
  const seekHead = parts.find(({ id }) => id === ids.seekHead)!;
  const named = childrenOf(header, seekHead).map((seek) => childrenOf(header, seek)[0]!);
  return named.find(({ from, end }) => numberOf(header.subarray(from, end)) === ids.tags)!.from;
}

/** One edition of all. Numbers stand for the random ones that are usual: the same chapters are the same bytes. */
function chaptersElement(chapters: readonly FilmChapter[], rate: FrameRate): number[] {
  const atoms = chapters.flatMap(({ title, first, end }, index) =>
    element(ids.chapterAtom, [
      ...element(ids.chapterUid, bytesOf(index + 1)),
      ...element(ids.timeStart, nanoseconds(first, rate)),
      ...element(ids.timeEnd, nanoseconds(end, rate)),
      ...element(ids.display, [...element(ids.string, text(title)), ...element(ids.language, text('und'))]),
    ]),
  );
  return element(ids.chapters, element(ids.editionEntry, [...element(ids.editionUid, [1]), ...atoms]));
}

function nanoseconds(frame: number, rate: FrameRate): number[] {
  return bytesOf(Math.round(1e9 * frameTime(frame, rate)));
}

interface Element {
  id: number;
  start: number;
  from: number;
  end: number;
}

/** Elements of Mediabunny's, whose sizes are all known. */
function readElement(bytes: Uint8Array, start: number): Element {
  const idBytes = widthOf(bytes[start]!);
  const sizeBytes = widthOf(bytes[start + idBytes]!);
  const from = start + idBytes + sizeBytes;
  const id = numberOf(bytes.subarray(start, start + idBytes));
  const size = numberOf(bytes.subarray(start + idBytes, from)) - 2 ** (7 * sizeBytes);
  return { id, start, from, end: from + size };
}

function childrenOf(bytes: Uint8Array, { from, end }: Element): Element[] {
  const children: Element[] = [];
  for (let at = from; at < end; at = children.at(-1)!.end) children.push(readElement(bytes, at));
  return children;
}

/** @param sizeBytes of the size; absent: as few as it takes */
function element(id: number, data: readonly number[], sizeBytes?: number): number[] {
  const width = sizeBytes ?? [1, 2, 3, 4].find((bytes) => data.length < 2 ** (7 * bytes) - 1)!;
  const size = bytesOf(data.length + 2 ** (7 * width));
  return [...bytesOf(id), ...size, ...data];
}

function bytesOf(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return bytes.length === 0 ? [0] : bytes;
}

function numberOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** By the zeros a number begins with. */
function widthOf(first: number): number {
  return Math.clz32(first) - 23;
}
