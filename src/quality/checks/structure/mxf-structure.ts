import { viewOf, type ByteReader } from '../byte-reader';
import type { PacketTable, Structure } from '../file-facts';
import { emptyStructure } from './empty-structure';
import { klvAt, type Klv } from './klv';
import { mxfFacts } from './mxf-facts';
import { checkIndex, type ContentPackage } from './mxf-index';
import { readSet, type MxfSet } from './mxf-sets';
import { ProblemList } from './problem-list';

/** Keys of SMPTE ST 377-1 without their version, byte 8. */
const keys = {
  partition: /^060e2b34020501..0d01020101(02|03|04)(..)00$/,
  primer: /^060e2b34020501..0d01020101050100$/,
  randomIndex: /^060e2b34020501..0d01020101110100$/,
  index: /^060e2b34025301..0d01020101100100$/,
  set: /^060e2b340253..../,
  fill: /^060e2b34010101..0301021001000000$/,
  /** SMPTE ST 379-1: which kind of item, and which. */
  essence: /^060e2b34010201..0d010301(..)(..)(..)(..)$/,
  system: /^060e2b3402..01..0d010301(04|14)/,
};

interface Partition {
  at: number;
  kind: string;
  status: number;
  told: { self: number; previous: number; footer: number; headerBytes: number; indexBytes: number; bodySid: number };
}

interface Walk {
  partitions: Partition[];
  sets: MxfSet[];
  indexes: MxfSet[];
  packages: ContentPackage[];
  pictureSizes: number[];
  soundBytes: number;
  /** Bytes of essence until now. */
  stream: number;
  randomIndex: { klv: Klv; bytes: Uint8Array<ArrayBuffer> } | null;
  hasPrimer: boolean;
}

/** Walks through all triplets of an MXF file. */
export async function readMxf(reader: ByteReader): Promise<Structure> {
  const problems = new ProblemList();
  const walk: Walk = {
    ...{ partitions: [], sets: [], indexes: [], packages: [], pictureSizes: [], soundBytes: 0, stream: 0 },
    ...{ randomIndex: null, hasPrimer: false },
  };
  for (let at = 0; at < reader.size;) {
    const klv = await klvAt(reader, at);
    if (!problems.require(klv !== null, `What lies at ${at} has no key.`)) break;
    const over = klv!.end - reader.size;
    if (!problems.require(over <= 0, `The file is cut off: ${over} bytes of what begins at ${at} are missing.`)) break;
    await take(klv!, walk, reader, problems);
    at = klv!.end;
  }
  closePackage(walk);
  checkPartitions(walk, problems);
  checkRandomIndex(walk, reader.size, problems);
  problems.require(walk.hasPrimer, 'The header has no primer.');
  const known = checkIndex(walk.indexes, walk.packages, problems);
  return describe(walk, known, problems);
}

function describe(walk: Walk, known: readonly boolean[], problems: ProblemList): Structure {
  const facts = mxfFacts(walk.sets);
  const frames = walk.pictureSizes.length;
  problems.require(facts.picture !== null && frames > 0, 'There is no picture in the file.');
  if (facts.frames !== null)
    problems.require(facts.frames === frames, `The header says ${facts.frames} frames, there are ${frames}.`);
  const frameSeconds = facts.picture?.timeResolution ?? 0;
  const packets: PacketTable = {
    times: walk.pictureSizes.map((_, index) => index * frameSeconds),
    durations: walk.pictureSizes.map(() => frameSeconds),
    sizes: walk.pictureSizes,
    keys: walk.pictureSizes.map((_, index) => known[index] ?? true),
  };
  const { sound, soundTracks } = facts;
  const bits = Number(sound?.codec.slice(5) ?? 0);
  const soundSeconds = sound
    ? walk.soundBytes / Math.max(1, soundTracks) / sound.channels / (bits / 8) / sound.sampleRate
    : 0;
  return {
    ...emptyStructure('mxf'),
    problems: problems.problems,
    colour: facts.colour,
    timecode: facts.timecode,
    reel: facts.reel,
    title: facts.title,
    author: facts.author,
    picture: facts.picture ? { ...facts.picture, packets, bitstream: {} } : null,
    sound: sound ? { ...sound, start: 0, end: soundSeconds, isEndExact: true, byteLength: walk.soundBytes } : null,
  };
}

async function take(klv: Klv, walk: Walk, reader: ByteReader, problems: ProblemList): Promise<void> {
  const { key, start, from, end } = klv;
  const partition = keys.partition.exec(key);
  const essence = keys.essence.exec(key);
  if (partition) {
    closePackage(walk);
    walk.partitions.push(readPartition(start, partition, await reader.view(from, end - from)));
    problems.require(walk.partitions.length > 1 || start === 0, 'The file does not begin with its header.');
  } else if (essence) takeEssence(klv, essence[1]!, walk);
  else if (keys.system.test(key)) takeSystem(klv, walk);
  else if (keys.fill.test(key))
    walk.stream += walk.packages.length > 0 && walk.stream > 0 && isOpen(walk) ? end - start : 0;
  else if (keys.primer.test(key)) walk.hasPrimer = true;
  else if (keys.randomIndex.test(key)) walk.randomIndex = { klv, bytes: await reader.read(from, end - from) };
  else if (keys.set.test(key)) {
    const set = readSet(key, await reader.read(from, end - from));
    if (!problems.require(set !== null, `The set at ${start} is broken.`)) return;
    (keys.index.test(key) ? walk.indexes : walk.sets).push(set!);
  } else problems.add(`What lies at ${start} is of a kind that is not known.`);
}

/** Whether the last partition holds essence, with which a package is under way. */
function isOpen({ partitions, packages, stream }: Walk): boolean {
  const last = packages.at(-1);
  return (
    (partitions.at(-1)?.told.bodySid ?? 0) !== 0 && last !== undefined && last.offset <= stream && last.byteLength < 0
  );
}

/** One may consist of several; the first of them begins a frame. */
function takeSystem(klv: Klv, walk: Walk): void {
  if (isOpen(walk) && walk.pictureSizes.length < walk.packages.length) walk.stream += klv.end - klv.start;
  else beginPackage(klv, walk);
}

function beginPackage({ start, end }: Klv, walk: Walk): void {
  closePackage(walk);
  walk.packages.push({ offset: walk.stream, byteLength: -1 });
  walk.stream += end - start;
}

function closePackage({ packages, stream }: Walk): void {
  const last = packages.at(-1);
  if (last && last.byteLength < 0) last.byteLength = stream - last.offset;
}

/** Items 05 and 15 are pictures, 06 and 16 sound. */
function takeEssence({ start, from, end }: Klv, item: string, walk: Walk): void {
  const isPicture = item === '05' || item === '15';
  // Without a system item a frame begins with its picture.
  const last = walk.packages.at(-1);
  const begins =
    last === undefined || last.byteLength >= 0 || (isPicture && walk.pictureSizes.length >= walk.packages.length);
  if (isPicture && begins) beginPackage({ key: '', start, from: start, end: start }, walk);
  walk.stream += end - start;
  if (isPicture) walk.pictureSizes.push(end - from);
  else if (item === '06' || item === '16') walk.soundBytes += end - from;
}

function readPartition(at: number, [, kind, status]: RegExpExecArray, view: DataView): Partition {
  const wide = (place: number): number => (place + 8 <= view.byteLength ? Number(view.getBigUint64(place)) : -1);
  const bodySid = view.byteLength >= 64 ? view.getUint32(60) : 0;
  const told = {
    self: wide(8),
    previous: wide(16),
    footer: wide(24),
    headerBytes: wide(32),
    indexBytes: wide(40),
    bodySid,
  };
  return { at, kind: kind!, status: parseInt(status!, 16), told };
}

function checkPartitions({ partitions }: Walk, problems: ProblemList): void {
  const footer = partitions.find(({ kind }) => kind === '04');
  problems.require(partitions[0]?.kind === '02', 'The file has no header partition.');
  if (!problems.require(footer !== undefined, 'The file has no footer: it is cut off or was never finished.')) return;
  problems.require(footer!.status === 4 || footer!.status === 2, 'The footer is not complete.');
  for (const [index, { at, told, status }] of partitions.entries()) {
    problems.require(told.self === at, `The partition at ${at} says that it lies at ${told.self}.`);
    const previous = partitions[index - 1]?.at ?? 0;
    problems.require(told.previous === previous, `The partition at ${at} does not know the one before it.`);
    problems.require(told.footer === footer!.at, `The partition at ${at} does not know where the footer is.`);
    problems.require(status >= 1 && status <= 4, `The partition at ${at} has a status there is none of.`);
  }
}

/** SMPTE ST 377-1, 12: it is the last thing in the file, and knows all partitions. */
function checkRandomIndex({ randomIndex, partitions }: Walk, size: number, problems: ProblemList): void {
  if (!problems.require(randomIndex !== null, 'The file has no random index: it is cut off.')) return;
  const { klv, bytes } = randomIndex!;
  const view = viewOf(bytes);
  const places = Array.from({ length: Math.floor((bytes.length - 4) / 12) }, (_, index) =>
    Number(view.getBigUint64(index * 12 + 4)),
  );
  const same = places.length === partitions.length && places.every((place, index) => place === partitions[index]!.at);
  problems.require(same, 'The random index does not list the partitions that there are.');
  problems.require(
    klv.end === size && view.getUint32(bytes.length - 4) === klv.end - klv.start,
    'The random index is not the end of the file.',
  );
}
