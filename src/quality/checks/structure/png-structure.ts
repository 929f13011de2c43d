import { latin, viewOf, type ByteReader } from '../byte-reader';
import type { Structure } from '../file-facts';
import { emptyStructure } from './empty-structure';
import { imagePicture } from './image-picture';
import { crc32Of } from './matroska-tree';
import { ProblemList } from './problem-list';

export const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Reads a PNG, animated or not: all chunks, each with its checksum. */
export async function readPng(reader: ByteReader): Promise<Structure> {
  const problems = new ProblemList();
  const texts = new Map<string, string>();
  const durations: number[] = [];
  const sizes: number[] = [];
  let [frames, sequence, ended, hasData]: [number | null, number, boolean, boolean] = [null, 0, false, false];
  let size = { width: 0, height: 0 };
  let bits = 8;
  for (let at = pngSignature.length; at < reader.size;) {
    const head = await reader.view(at, 8);
    const length = head.byteLength === 8 ? head.getUint32(0) : 0;
    const type = latin(await reader.read(at + 4, 4));
    const end = at + 12 + length;
    if (
      !problems.require(
        head.byteLength === 8 && end <= reader.size,
        `The file is cut off, or the chunk at ${at} has a wrong size.`,
      )
    )
      break;
    const crc = (await reader.view(end - 4, 4)).getUint32(0).toString(16).padStart(8, '0');
    if (!problems.require((await crc32Of(reader, at + 4, end - 4)) === crc, `The chunk at ${at} has another checksum.`))
      break;
    problems.require(!ended, `The chunk at ${at} lies behind the end.`);
    const data = viewOf(await reader.read(at + 8, Math.min(length, 64)));
    if (type === 'IHDR') {
      size = { width: data.getUint32(0), height: data.getUint32(4) };
      bits = data.getUint8(8);
    } else if (type === 'acTL') frames = data.getUint32(0);
    else if (type === 'fcTL') {
      problems.require(data.getUint32(0) === sequence++, `The chunk at ${at} is out of order.`);
      durations.push(data.getUint16(20) / (data.getUint16(22) || 100));
      sizes.push(0);
    } else if (type === 'fdAT')
      problems.require(data.getUint32(0) === sequence++, `The chunk at ${at} is out of order.`);
    if (type === 'IDAT' || type === 'fdAT') {
      hasData = true;
      if (sizes.length > 0) sizes[sizes.length - 1]! += length;
    }
    if (type === 'iTXt') takeText(await reader.read(at + 8, Math.min(length, longestText)), texts);
    if (type === 'IEND') ended = true;
    at = end;
  }
  problems.require(ended, 'The picture has no end.');
  problems.require(size.width > 0 && hasData, 'There is no picture in the file.');
  if (frames !== null)
    problems.require(frames === durations.length, `The header says ${frames} frames, there are ${durations.length}.`);
  const picture =
    frames === null
      ? imagePicture('png', size, [0], [reader.size], 1)
      : imagePicture('apng', size, durations, sizes, 1e-6);
  return {
    ...emptyStructure(frames === null ? 'png' : 'apng'),
    problems: problems.problems,
    title: texts.get('Title') ?? null,
    author: texts.get('Author') ?? null,
    picture: { ...picture, bitstream: { ...picture.bitstream, bits } },
  };
}

/** Bytes of a text that are looked at. */
const longestText = 1 << 16;

/** PNG, third edition, 11.3.3.4: keyword, two flags, a language, the keyword in it, and the text; zeros between them. */
function takeText(data: Uint8Array<ArrayBuffer>, texts: Map<string, string>): void {
  const keywordEnd = data.indexOf(0);
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const translatedEnd = data.indexOf(0, languageEnd + 1);
  const isCompressed = data[keywordEnd + 1] === 1;
  if (keywordEnd < 1 || languageEnd < 0 || translatedEnd < 0 || isCompressed) return;
  texts.set(latin(data.subarray(0, keywordEnd)), new TextDecoder().decode(data.subarray(translatedEnd + 1)));
}
