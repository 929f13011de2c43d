import { latin, viewOf } from '../byte-reader';
import type { ProblemList } from './problem-list';

/** A box and where it lies in the file. */
export interface IsoBox {
  type: string;
  /** In the file. */
  at: number;
  /** What it holds, behind size and type. */
  body: Uint8Array<ArrayBuffer>;
  children: readonly IsoBox[];
}

/** Bytes of its own fields before the boxes inside. */
const parents: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [
      'moov',
      'trak',
      'edts',
      'mdia',
      'minf',
      'dinf',
      'stbl',
      'mvex',
      'udta',
      'tref',
      'gmhd',
      'ilst',
      'moof',
      'traf',
      'mfra',
    ].map((type) => [type, 0]),
  ),
  stsd: 8,
};

/** Versions of boxes that there are more of than 0. */
const versions: Readonly<Record<string, number>> = {
  mvhd: 1,
  tkhd: 1,
  mdhd: 1,
  elst: 1,
  ctts: 1,
  tfdt: 1,
  trun: 1,
  tfra: 1,
  sgpd: 2,
  sbgp: 1,
};
const fullBoxes = new Set(
  [
    'mvhd',
    'tkhd',
    'mdhd',
    'hdlr',
    'vmhd',
    'smhd',
    'dref',
    'stsd',
    'stts',
    'ctts',
    'stss',
    'stsc',
    'stsz',
    'stco',
    'co64',
  ].concat([
    'elst',
    'mehd',
    'trex',
    'mfhd',
    'tfhd',
    'tfdt',
    'trun',
    'tfra',
    'mfro',
    'gmin',
    'esds',
    'sdtp',
    'sgpd',
    'sbgp',
  ]),
);

/** What is inside boxes of a movie's header. Metadata and codec boxes have children of any name. */
const known = new Set([
  ...Object.keys(parents),
  ...fullBoxes,
  ...['meta', 'free', 'skip', 'url ', 'tmcd', 'tcmi', 'nmhd', 'hmhd', 'wide', 'uuid', 'cslg', 'text', 'tapt', 'iods'],
]);

/** Reads the boxes that lie in `bytes`, which begins at `at` in the file. Says where they do not fill it exactly. */
export function readIsoBoxes(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  parent: string,
  problems: ProblemList,
): IsoBox[] {
  const boxes: IsoBox[] = [];
  const view = viewOf(bytes);
  for (let start = 0; start < bytes.length;) {
    const left = bytes.length - start;
    // QuickTime ends user data with four zeros.
    if (parent === 'udta' && left === 4 && view.getUint32(start) === 0) break;
    const size = left >= 8 ? view.getUint32(start) : 0;
    if (size < 8 || size > left) {
      problems.add(`The box ${parent} at ${at + start} holds what is no box: its parts do not fill it.`);
      break;
    }
    const type = latin(bytes.subarray(start + 4, start + 8));
    const anyName = ['stsd', 'udta', 'ilst', 'tref', 'entry', 'meta'].includes(parent);
    problems.require(
      anyName || known.has(type),
      `The box ${parent} holds an unknown box, ${printable(type)}, at ${at + start}.`,
    );
    boxes.push(readBox(type, bytes.subarray(start + 8, start + size), at + start, parent, problems));
    start += size;
  }
  return boxes;
}

function readBox(
  type: string,
  body: Uint8Array<ArrayBuffer>,
  at: number,
  parent: string,
  problems: ProblemList,
): IsoBox {
  const version = body[0] ?? 0;
  if (fullBoxes.has(type) && parent !== 'udta') {
    problems.require(
      body.length >= 4 && version <= (versions[type] ?? 0),
      `The box ${type} at ${at} is of a version there is none of.`,
    );
  }
  const skipped = parents[type];
  if (skipped === undefined) return { type, at, body, children: [] };
  return { type, at, body, children: readIsoBoxes(body.subarray(skipped), at + 8 + skipped, type, problems) };
}

/** The first box along a path of types. */
export function isoBox(box: IsoBox, ...[type, ...rest]: readonly string[]): IsoBox | undefined {
  const found = box.children.find((each) => each.type === type);
  return found === undefined || rest.length === 0 ? found : isoBox(found, ...rest);
}

export function isoBoxes(box: IsoBox, type: string): IsoBox[] {
  return box.children.filter((each) => each.type === type);
}

export function printable(type: string): string {
  return /^[\x20-\x7e©]+$/.test(type)
    ? type.trim()
    : Array.from(type, (each) => each.charCodeAt(0).toString(16)).join(' ');
}
