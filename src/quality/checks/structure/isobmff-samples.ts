import { latin, viewOf } from '../byte-reader';
import { isoBox, type IsoBox } from './isobmff-boxes';
import type { ProblemList } from './problem-list';

/** Tracks that are read, not played: they need not be switched on, and lie where they like. */
const unplayed = ['tmcd', 'text', 'sbtl', 'subt', 'clcp'];

/** Bytes of the file, end exclusive. */
export interface Extent {
  start: number;
  end: number;
}

/** A track by its own words. */
export interface IsoTrack {
  box: IsoBox;
  id: number;
  /** `vide`, `soun`, `tmcd` … */
  handler: string;
  timescale: number;
  /** Media time of all samples of the header's own tables. */
  duration: number;
  sampleCount: number;
  /** Where its samples lie, chunk by chunk. */
  chunks: readonly Extent[];
  /** The first sample entry: its type, and what it holds. */
  entry: { type: string; body: Uint8Array<ArrayBuffer> };
}

/** Reads a track and holds its tables against each other. Null where it is too broken to be read. */
export function readIsoTrack(box: IsoBox, problems: ProblemList): IsoTrack | null {
  const parts = {
    tkhd: isoBox(box, 'tkhd'),
    mdhd: isoBox(box, 'mdia', 'mdhd'),
    hdlr: isoBox(box, 'mdia', 'hdlr'),
    stbl: isoBox(box, 'mdia', 'minf', 'stbl'),
    stsd: isoBox(box, 'mdia', 'minf', 'stbl', 'stsd'),
    dref: isoBox(box, 'mdia', 'minf', 'dinf', 'dref'),
  };
  for (const [type, part] of Object.entries(parts)) problems.require(part !== undefined, `A track has no ${type}.`);
  const { tkhd, mdhd, hdlr, stbl, stsd } = parts;
  if (!tkhd || !mdhd || !hdlr || !stbl || !stsd || mdhd.body.length < 20 || tkhd.body.length < 80) return null;
  const entry = firstEntry(stsd, problems);
  const media = viewOf(mdhd.body);
  const long = mdhd.body[0] === 1;
  const timescale = media.getUint32(long ? 20 : 12);
  const told = long ? Number(media.getBigUint64(24)) : media.getUint32(16);
  const id = viewOf(tkhd.body).getUint32(tkhd.body[0] === 1 ? 20 : 12);
  if (!entry) return null;
  const where = `Track ${id}`;
  const table = readTables(stbl, where, problems);
  problems.require(timescale > 0, `${where} has a time scale of 0.`);
  problems.require(
    told === table.duration,
    `${where}: its header says ${told} units, its samples last ${table.duration}.`,
  );
  const handler = latin(hdlr.body.subarray(8, 12));
  if (!unplayed.includes(handler)) {
    problems.require((tkhd.body[3]! & 1) === 1, `${where} is switched off.`);
    checkTrackHeader(tkhd, where, problems);
  }
  return { box, id, handler, timescale, entry, ...table };
}

/** ISO/IEC 14496-12, 8.3.2: where nothing is turned or hidden, these fields are what they always are. */
function checkTrackHeader({ body }: IsoBox, where: string, problems: ProblemList): void {
  const view = viewOf(body);
  const volume = body[0] === 1 ? 48 : 36;
  const isSound = view.getUint16(volume) === 0x0100;
  problems.require(isSound || view.getUint16(volume) === 0, `${where} has a volume there is none of.`);
  const plain = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];
  const matrix = plain.map((_, index) => view.getInt32(volume + 4 + index * 4));
  problems.require(
    matrix.every((value, index) => value === plain[index]),
    `${where} is shown turned or scaled.`,
  );
}

function firstEntry({ body }: IsoBox, problems: ProblemList): IsoTrack['entry'] | null {
  const view = viewOf(body);
  if (!problems.require(body.length >= 16 && view.getUint32(4) >= 1, 'A track has no sample entry.')) return null;
  return { type: latin(body.subarray(12, 16)), body: body.subarray(16, 8 + view.getUint32(8)) };
}

interface Tables {
  duration: number;
  sampleCount: number;
  chunks: Extent[];
}

function readTables(stbl: IsoBox, where: string, problems: ProblemList): Tables {
  const times = runsOf(isoBox(stbl, 'stts'), where, problems);
  const sizes = sizesOf(isoBox(stbl, 'stsz'), where, problems);
  const offsets = isoBox(stbl, 'ctts');
  const sampleCount = sizes.count;
  problems.require(times.count === sampleCount, `${where} has ${sampleCount} samples and times for ${times.count}.`);
  if (offsets) {
    const { count } = runsOf(offsets, where, problems);
    problems.require(
      count === sampleCount,
      `${where} has ${sampleCount} samples and composition offsets for ${count}.`,
    );
  }
  checkSyncSamples(isoBox(stbl, 'stss'), sampleCount, where, problems);
  return { duration: times.sum, sampleCount, chunks: chunksOf(stbl, sizes, where, problems) };
}

/** Entries of so many 32-bit fields behind a count; says where they do not fill the box. */
function entriesOf(box: IsoBox | undefined, fields: number, name: string, problems: ProblemList): DataView | null {
  if (!problems.require(box !== undefined && box.body.length >= 8, `${name} is missing.`)) return null;
  const view = viewOf(box!.body);
  const fits = view.getUint32(4) * fields * 4 === view.byteLength - 8;
  problems.require(fits, `${name} is longer or shorter than its entries.`);
  return fits ? new DataView(view.buffer, view.byteOffset + 8, view.byteLength - 8) : null;
}

/** Pairs of a count and a value. */
function runsOf(box: IsoBox | undefined, where: string, problems: ProblemList): { count: number; sum: number } {
  const entries = entriesOf(box, 2, `${where}: a table of times`, problems);
  let [count, sum] = [0, 0];
  for (let at = 0; at < (entries?.byteLength ?? 0); at += 8) {
    count += entries!.getUint32(at);
    sum += entries!.getUint32(at) * entries!.getUint32(at + 4);
  }
  return { count, sum };
}

interface Sizes {
  count: number;
  /** Bytes of every sample; 0: they differ. */
  fixed: number;
  of(sample: number): number;
}

function sizesOf(box: IsoBox | undefined, where: string, problems: ProblemList): Sizes {
  const none = { count: 0, fixed: 0, of: () => 0 };
  if (!problems.require(box !== undefined && box.body.length >= 12, `${where} has no table of sizes.`)) return none;
  const view = viewOf(box!.body);
  const [fixed, count] = [view.getUint32(4), view.getUint32(8)];
  if (fixed !== 0) return { count, fixed, of: () => fixed };
  const fits = problems.require(count * 4 === view.byteLength - 12, `${where}: its table of sizes has another length.`);
  return fits ? { count, fixed: 0, of: (sample) => view.getUint32(12 + sample * 4) } : none;
}

function checkSyncSamples(box: IsoBox | undefined, count: number, where: string, problems: ProblemList): void {
  if (!box) return;
  const entries = entriesOf(box, 1, `${where}: the table of key frames`, problems);
  let last = 0;
  for (let at = 0; at < (entries?.byteLength ?? 0); at += 4) {
    const sample = entries!.getUint32(at);
    if (!problems.require(sample > last && sample <= count, `${where}: key frames are out of order.`)) return;
    last = sample;
  }
  problems.require(
    count === 0 || entries === null || entries.getUint32(0) === 1,
    `${where} does not begin with a key frame.`,
  );
}

function chunksOf(stbl: IsoBox, sizes: Sizes, where: string, problems: ProblemList): Extent[] {
  const wide = isoBox(stbl, 'co64');
  const bytes = wide ? 8 : 4;
  const offsets = entriesOf(wide ?? isoBox(stbl, 'stco'), bytes / 4, `${where}: the table of places`, problems);
  const groups = entriesOf(isoBox(stbl, 'stsc'), 3, `${where}: the table of chunks`, problems);
  if (!offsets || !groups) return [];
  const chunkCount = offsets.byteLength / bytes;
  const chunks: Extent[] = [];
  let [sample, group, lastFirst] = [0, 0, 0];
  for (let chunk = 1; chunk <= chunkCount; chunk++) {
    const next = (group + 1) * 12;
    if (chunk > 1 && next < groups.byteLength && groups.getUint32(next) <= chunk) group++;
    const first = group * 12 < groups.byteLength ? groups.getUint32(group * 12) : 0;
    if (!problems.require(first >= lastFirst && first >= 1 && first <= chunk, `${where}: its chunks are out of order.`))
      break;
    lastFirst = first;
    problems.require(groups.getUint32(group * 12 + 8) === 1, `${where} points to a sample entry there is none of.`);
    const at = (chunk - 1) * bytes;
    const start = wide ? Number(offsets.getBigUint64(at)) : offsets.getUint32(at);
    let end = start;
    const until = sample + groups.getUint32(group * 12 + 4);
    if (!problems.require(until <= sizes.count, `${where} has a chunk of more samples than there are.`)) break;
    if (sizes.fixed > 0) end += (until - sample) * sizes.fixed;
    else for (let each = sample; each < until; each++) end += sizes.of(each);
    sample = Math.max(sample, until);
    chunks.push({ start, end });
  }
  const left = (group + 1) * 12 < groups.byteLength;
  problems.require(!left && sample === sizes.count, `${where} has ${sizes.count} samples, its chunks hold ${sample}.`);
  return chunks;
}
