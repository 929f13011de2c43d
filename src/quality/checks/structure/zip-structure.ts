import type { ByteReader } from '../byte-reader';
import { ByteReader as Reader } from '../byte-reader';
import type { PictureFacts, Structure } from '../file-facts';
import { crc32Of } from './matroska-tree';
import { readNumbered, sequenceStructure } from './picture-sequence';
import { ProblemList } from './problem-list';

interface ZipEntry {
  name: string;
  crc: number;
  byteLength: number;
  /** Of its local header. */
  at: number;
}

/** Reads a zip of numbered pictures: every entry with its checksum, every picture with its own structure. */
export async function readZip(reader: ByteReader): Promise<Structure> {
  const problems = new ProblemList();
  const entries = await readDirectory(reader, problems);
  const sizes: number[] = [];
  let first: PictureFacts | null = null;
  for (const entry of entries) {
    const picture = await readEntry(reader, entry, problems);
    sizes.push(entry.byteLength);
    first ??= picture;
  }
  const names = entries.map(({ name }) => name);
  return sequenceStructure('zip', { names, sizes, first }, problems);
}

/** PKWARE's APPNOTE, 4.3.16: the end of the directory; with what Zip64 adds where it says so. */
async function readDirectory(reader: ByteReader, problems: ProblemList): Promise<ZipEntry[]> {
  const tail = await reader.view(Math.max(0, reader.size - 22), 22);
  const isEnd = tail.byteLength === 22 && tail.getUint32(0, true) === 0x06054b50;
  if (!problems.require(isEnd, 'The zip has no directory: the file is cut off.')) return [];
  let [count, bytes, start] = [tail.getUint16(10, true), tail.getUint32(12, true), tail.getUint32(16, true)];
  let end = reader.size - 22;
  if (start === 0xffffffff || count === 0xffff || bytes === 0xffffffff) {
    const locator = await reader.view(end - 20, 20);
    const at = locator.byteLength === 20 ? Number(locator.getBigUint64(8, true)) : 0;
    const wide = await reader.view(at, 56);
    if (
      !problems.require(
        wide.byteLength === 56 && wide.getUint32(0, true) === 0x06064b50,
        'The zip has no long directory.',
      )
    )
      return [];
    [count, bytes, start] = [32, 40, 48].map((place) => Number(wide.getBigUint64(place, true))) as [
      number,
      number,
      number,
    ];
    end = at;
  }
  problems.require(start + bytes === end, 'The directory does not end where the zip does.');
  const entries: ZipEntry[] = [];
  let at = start;
  for (; at < end;) {
    const head = await reader.view(at, 46);
    const isEntry = head.byteLength === 46 && head.getUint32(0, true) === 0x02014b50;
    if (!problems.require(isEntry, `What lies at ${at} is no entry.`)) break;
    problems.require(head.getUint16(10, true) === 0, `The entry at ${at} is compressed.`);
    const [name, extra, comment] = [28, 30, 32].map((place) => head.getUint16(place, true)) as [number, number, number];
    entries.push({
      name: new TextDecoder().decode(await reader.read(at + 46, name)),
      crc: head.getUint32(16, true),
      ...(await placeOf(reader, head, at + 46 + name, extra)),
    });
    at += 46 + name + extra + comment;
  }
  problems.require(entries.length === count, `The directory says ${count} entries, there are ${entries.length}.`);
  return entries;
}

async function placeOf(
  reader: ByteReader,
  head: DataView,
  extraAt: number,
  extraBytes: number,
): Promise<{ byteLength: number; at: number }> {
  const [byteLength, at] = [head.getUint32(24, true), head.getUint32(42, true)];
  if (byteLength !== 0xffffffff && at !== 0xffffffff) return { byteLength, at };
  const extra = await reader.view(extraAt, extraBytes);
  if (extra.byteLength < 28 || extra.getUint16(0, true) !== 1) return { byteLength, at };
  return { byteLength: Number(extra.getBigUint64(4, true)), at: Number(extra.getBigUint64(20, true)) };
}

async function readEntry(reader: ByteReader, entry: ZipEntry, problems: ProblemList): Promise<PictureFacts | null> {
  const head = await reader.view(entry.at, 30);
  const isLocal = head.byteLength === 30 && head.getUint32(0, true) === 0x04034b50;
  if (!problems.require(isLocal, `${entry.name} is not where the directory says.`)) return null;
  const name = head.getUint16(26, true);
  const told = new TextDecoder().decode(await reader.read(entry.at + 30, name));
  problems.require(told === entry.name, `${entry.name} is called ${told} where it lies.`);
  const from = dataOf(entry, head);
  const crc = entry.crc.toString(16).padStart(8, '0');
  const same = (await crc32Of(reader, from, from + entry.byteLength)) === crc;
  if (!problems.require(same, `${entry.name} has another checksum.`)) return null;
  const file = new Reader(reader.file.slice(from, from + entry.byteLength));
  return readNumbered(file, entry.name, problems);
}

/** Where an entry's bytes begin. @param head its local header, 30 bytes */
function dataOf({ at }: ZipEntry, head: DataView): number {
  return at + 30 + head.getUint16(26, true) + head.getUint16(28, true);
}

/** The files in a zip that does not compress them. @throws Error for a zip that is broken */
export async function zipFiles(file: Blob): Promise<{ name: string; file: Blob }[]> {
  const reader = new Reader(file);
  const problems = new ProblemList();
  const entries = await readDirectory(reader, problems);
  const [problem] = problems.problems;
  if (problem !== undefined) throw new Error(problem);
  const files: { name: string; file: Blob }[] = [];
  for (const entry of entries) {
    const head = await reader.view(entry.at, 30);
    if (head.byteLength < 30) throw new Error(`${entry.name} is not where the directory says.`);
    const from = dataOf(entry, head);
    files.push({ name: entry.name, file: file.slice(from, from + entry.byteLength) });
  }
  return files;
}
