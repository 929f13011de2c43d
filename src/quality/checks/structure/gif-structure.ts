import { latin, type ByteReader } from '../byte-reader';
import type { Structure } from '../file-facts';
import { emptyStructure } from './empty-structure';
import { imagePicture } from './image-picture';
import { ProblemList } from './problem-list';

/** Reads a GIF block by block (GIF89a, appendix B). */
export async function readGif(reader: ByteReader): Promise<Structure> {
  const problems = new ProblemList();
  const header = await reader.view(0, 13);
  const whole = problems.require(header.byteLength === 13, 'The file is cut off.');
  const size = whole
    ? { width: header.getUint16(6, true), height: header.getUint16(8, true) }
    : { width: 0, height: 0 };
  const [durations, sizes]: [number[], number[]] = [[], []];
  let at = 13 + (whole ? tableBytes(header.getUint8(10)) : 0);
  let [delay, ended, comment] = [0, false, ''];
  while (whole && at < reader.size && !ended) {
    const start = at;
    const [kind, label] = await reader.read(at, 2);
    if (kind === 0x3b) {
      ended = true;
      at++;
    } else if (kind === 0x21) {
      if (label === 0xf9) delay = (await reader.view(at + 4, 2)).getUint16(0, true) / 100;
      if (label === 0xfe) comment += await blocksText(reader, at + 2);
      at = await skipBlocks(reader, at + 2);
    } else if (kind === 0x2c) {
      const image = await reader.view(at, 10);
      if (image.byteLength < 10) break;
      const [left, top, width, height] = [1, 3, 5, 7].map((place) => image.getUint16(place, true)) as [
        number,
        number,
        number,
        number,
      ];
      problems.require(
        left + width <= size.width && top + height <= size.height,
        `The frame at ${at} is larger than the picture.`,
      );
      at = await skipBlocks(reader, at + 11 + tableBytes(image.getUint8(9)));
      durations.push(delay);
      sizes.push(at - start);
    } else {
      problems.add(`What lies at ${at} is no block.`);
      break;
    }
    if (!problems.require(at <= reader.size, 'The file is cut off.')) break;
  }
  problems.require(ended, 'The file has no end.');
  problems.require(!ended || at === reader.size, `${reader.size - at} bytes lie behind the end.`);
  problems.require(
    latin(await reader.read(0, 6)) === 'GIF89a' && durations.length > 0,
    'There is no frame in the file.',
  );
  return {
    ...emptyStructure('gif'),
    problems: problems.problems,
    title: /^Title: (.*)$/m.exec(comment)?.[1] ?? null,
    author: /^Author: (.*)$/m.exec(comment)?.[1] ?? null,
    picture: imagePicture('gif', size, durations, sizes, 0.01),
  };
}

/** Of a colour table, by the flags of a header. */
function tableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** What the blocks of a comment say. */
async function blocksText(reader: ByteReader, from: number): Promise<string> {
  const bytes: number[] = [];
  for (let at = from; ;) {
    const [length = 0] = await reader.read(at, 1);
    if (length === 0) return new TextDecoder().decode(Uint8Array.from(bytes));
    bytes.push(...(await reader.read(at + 1, length)));
    at += 1 + length;
  }
}

/** @returns where the blocks end; beyond the file where it does first */
async function skipBlocks(reader: ByteReader, from: number): Promise<number> {
  let at = from;
  for (;;) {
    const [length] = await reader.read(at, 1);
    if (length === undefined) return reader.size + 1;
    at += 1 + length;
    if (length === 0) return at;
  }
}
