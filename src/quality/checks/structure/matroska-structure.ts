import { latin, viewOf, type ByteReader } from '../byte-reader';
import type { ColourTags, Structure } from '../file-facts';
import { ebmlElement, floatOf, unsignedOf, type EbmlElement } from './ebml';
import { emptyStructure } from './empty-structure';
import { ebml } from './matroska-elements';
import { crc32Of, elementsIn, nodeOf, nodesOf, readTree, type EbmlNode } from './matroska-tree';
import { captionsOf, chaptersOf, titleOf, type TrackSpan } from './matroska-text';
import { ProblemList } from './problem-list';

interface Walk {
  /** Those directly in the segment, by where they begin. */
  places: Map<number, number>;
  parts: Map<number, EbmlNode>;
  /** Of the last block, and the least there was of each track, in units of the file. */
  lastBlock: number;
  blocks: Map<number, number>;
  /** From the first block of a track to the end of the last, in units of the file. */
  spans: Map<number, TrackSpan>;
}

/** Walks through all elements of a Matroska or WebM file. */
export async function readMatroska(reader: ByteReader): Promise<Structure> {
  const problems = new ProblemList();
  const first = await ebmlElement(reader, 0);
  const header = first && first.end <= reader.size ? await readTree(first, reader, problems) : undefined;
  const docType = latin(nodeOf(header, ebml.docType)?.data ?? new Uint8Array(0)).replace(/\0+$/, '');
  problems.require(docType === 'webm' || docType === 'matroska', 'The file does not say that it is Matroska or WebM.');
  const structure = emptyStructure(docType === 'webm' ? 'webm' : 'matroska');
  const segment = header ? await ebmlElement(reader, header.end) : null;
  if (segment?.id !== ebml.segment) {
    problems.add('The file has no segment.');
    return { ...structure, problems: problems.problems };
  }
  checkSegmentSize(segment, reader, problems);
  const end = Math.min(segment.end, reader.size);
  const walk = await walkSegment({ ...segment, end }, reader, problems);
  checkSeekHead(walk, segment.from, problems);
  checkCues(walk, segment.from, problems);
  const info = walk.parts.get(ebml.info);
  checkDuration(info, walk, problems);
  const tracks = nodesOf(walk.parts.get(ebml.tracks), ebml.trackEntry);
  return {
    ...structure,
    problems: problems.problems,
    colour: colourOf(tracks),
    codecTag: tagOf(tracks),
    title: titleOf(info),
    chapters: chaptersOf(walk.parts.get(ebml.chapters)),
    captions: captionsOf(tracks, walk.spans, valueOf(info, ebml.timestampScale) ?? 1e6),
  };
}

function checkSegmentSize(segment: EbmlElement, reader: ByteReader, problems: ProblemList): void {
  if (!problems.require(Number.isFinite(segment.end), 'The segment has no size: the file was never finished.')) return;
  const over = segment.end - reader.size;
  problems.require(over <= 0, `The file is cut off: ${over} bytes of the segment are missing.`);
  problems.require(over >= 0, `${-over} bytes lie behind the segment.`);
}

async function walkSegment(segment: EbmlElement, reader: ByteReader, problems: ProblemList): Promise<Walk> {
  const walk: Walk = { places: new Map(), parts: new Map(), lastBlock: 0, blocks: new Map(), spans: new Map() };
  let lastCluster = -1;
  for await (const element of elementsIn(segment, reader, problems)) {
    walk.places.set(element.start, element.id);
    if (element.id === ebml.cluster) lastCluster = await walkCluster(element, lastCluster, walk, reader, problems);
    else if (!walk.parts.has(element.id) && element.id !== ebml.void) {
      walk.parts.set(element.id, await readTree(element, reader, problems));
    }
  }
  for (const [id, name] of [
    [ebml.info, 'Info'],
    [ebml.tracks, 'Tracks'],
    [ebml.cues, 'Cues'],
    [ebml.seekHead, 'SeekHead'],
  ] as const) {
    problems.require(walk.parts.has(id), `The file has no ${name}.`);
  }
  problems.require(lastCluster >= 0, 'The file has no cluster.');
  const numbers = nodesOf(walk.parts.get(ebml.tracks), ebml.trackEntry).map((track) =>
    valueOf(track, ebml.trackNumber),
  );
  for (const track of walk.blocks.keys())
    problems.require(numbers.includes(track), `Blocks belong to track ${track}, which there is not.`);
  return walk;
}

/** @returns its time, in units of the file */
async function walkCluster(
  cluster: EbmlElement,
  previous: number,
  walk: Walk,
  reader: ByteReader,
  problems: ProblemList,
): Promise<number> {
  let time = -1;
  for await (const element of elementsIn(cluster, reader, problems)) {
    if (element.id === ebml.crc32) {
      const told = [...(await reader.read(element.from, 4))]
        .toReversed()
        .map((byte) => byte.toString(16).padStart(2, '0'));
      const real = await crc32Of(reader, element.end, cluster.end);
      problems.require(real === told.join(''), `The cluster at ${cluster.start} has another checksum.`);
    } else if (element.id === ebml.timestamp) {
      time = unsignedOf(await reader.read(element.from, element.end - element.from));
      problems.require(time >= previous, `The cluster at ${cluster.start} is out of order.`);
    } else if (element.id === ebml.simpleBlock) {
      await takeBlock(element, time, 0, walk, reader, problems);
    } else if (element.id === ebml.blockGroup) {
      await takeGroup(element, time, walk, reader, problems);
    }
  }
  problems.require(time >= 0, `The cluster at ${cluster.start} has no time.`);
  return time;
}

async function takeGroup(
  group: EbmlElement,
  clusterTime: number,
  walk: Walk,
  reader: ByteReader,
  problems: ProblemList,
): Promise<void> {
  let [block, duration]: [EbmlElement | null, number] = [null, 0];
  for await (const element of elementsIn(group, reader, problems)) {
    if (element.id === ebml.block) block = element;
    if (element.id === ebml.blockDuration)
      duration = unsignedOf(await reader.read(element.from, element.end - element.from));
  }
  if (problems.require(block !== null, `The group at ${group.start} has no block.`)) {
    await takeBlock(block!, clusterTime, duration, walk, reader, problems);
  }
}

async function takeBlock(
  block: EbmlElement,
  clusterTime: number,
  duration: number,
  walk: Walk,
  reader: ByteReader,
  problems: ProblemList,
): Promise<void> {
  const head = await reader.read(block.from, 4);
  if (!problems.require(head.length === 4 && block.end - block.from > 4, `The block at ${block.start} is empty.`))
    return;
  problems.require((head[3]! & 0x06) === 0, `The block at ${block.start} is laced.`);
  const track = head[0]! & 0x7f;
  const time = clusterTime + viewOf(head).getInt16(1);
  walk.lastBlock = Math.max(walk.lastBlock, time + duration);
  const span = walk.spans.get(track);
  walk.spans.set(track, {
    start: Math.min(span?.start ?? time, time),
    end: Math.max(span?.end ?? 0, time + duration),
  });
  walk.blocks.set(track, Math.max(walk.blocks.get(track) ?? 0, time));
}

function checkSeekHead({ parts, places }: Walk, segmentStart: number, problems: ProblemList): void {
  for (const seek of nodesOf(parts.get(ebml.seekHead), ebml.seek)) {
    const id = valueOf(seek, ebml.seekId);
    const at = segmentStart + (valueOf(seek, ebml.seekPosition) ?? 0);
    problems.require(id !== null && places.get(at) === id, `The list of parts points to ${at}, where its part is not.`);
  }
}

function checkCues({ parts, places, blocks }: Walk, segmentStart: number, problems: ProblemList): void {
  const points = nodesOf(parts.get(ebml.cues), ebml.cuePoint);
  problems.require(points.length > 0, 'The index is empty.');
  let last = -1;
  for (const point of points) {
    const time = valueOf(point, ebml.cueTime) ?? -1;
    problems.require(time >= last, `The index is out of order at ${point.start}.`);
    last = time;
    for (const position of nodesOf(point, ebml.cuePositions)) {
      const at = segmentStart + (valueOf(position, ebml.cueCluster) ?? 0);
      const track = valueOf(position, ebml.cueTrack) ?? 0;
      problems.require(places.get(at) === ebml.cluster, `The index points to ${at}, where no cluster is.`);
      problems.require((blocks.get(track) ?? -1) >= time, `The index has a time of track ${track} that has no block.`);
    }
  }
}

function checkDuration(info: EbmlNode | undefined, { lastBlock }: Walk, problems: ProblemList): void {
  const scale = valueOf(info, ebml.timestampScale) ?? 1e6;
  const data = nodeOf(info, ebml.duration)?.data;
  const duration = data ? floatOf(data) : Number.NaN;
  if (!problems.require(duration > 0 && scale > 0, 'The file does not say how long it is.')) return;
  // The last block lasts as long as its frame: a second at the most.
  const rest = ((duration - lastBlock) * scale) / 1e9;
  problems.require(
    rest > -0.002 && rest <= 1.001,
    `The header says ${duration} units, the last block is at ${lastBlock}.`,
  );
}

function colourOf(tracks: readonly EbmlNode[]): ColourTags | null {
  const picture = tracks.find((track) => valueOf(track, ebml.trackType) === 1);
  const colour = nodeOf(picture, ebml.video, ebml.colour);
  if (!colour) return null;
  const range = valueOf(colour, ebml.range);
  return {
    primaries: valueOf(colour, ebml.primaries),
    transfer: valueOf(colour, ebml.transfer),
    matrix: valueOf(colour, ebml.matrix),
    // RFC 9559, table of ranges: 1 is broadcast range, 2 is full.
    fullRange: range === 1 || range === 2 ? range === 2 : null,
  };
}

/** The four letters by which Video for Windows knows a codec, at byte 16 of its header. */
function tagOf(tracks: readonly EbmlNode[]): string | null {
  const picture = tracks.find((track) => valueOf(track, ebml.trackType) === 1);
  const header = nodeOf(picture, ebml.codecPrivate)?.data;
  return header !== undefined && header.length >= 40 ? latin(header.subarray(16, 20)) : null;
}

function valueOf(node: EbmlNode | undefined, id: number): number | null {
  const found = nodeOf(node, id);
  return found ? unsignedOf(found.data) : null;
}
