import { latin, type ByteReader } from '../byte-reader';
import type { Structure } from '../file-facts';
import { emptyStructure } from './empty-structure';
import { imagePicture } from './image-picture';
import { ProblemList } from './problem-list';

const chunkTypes = ['VP8X', 'VP8 ', 'VP8L', 'ANIM', 'ANMF', 'ALPH', 'ICCP', 'EXIF', 'XMP '];

/** Reads a WebP chunk by chunk (RFC 9649). */
export async function readWebP(reader: ByteReader): Promise<Structure> {
  const problems = new ProblemList();
  const riff = await reader.view(0, 12);
  const told = riff.byteLength === 12 ? riff.getUint32(4, true) + 8 : 0;
  const over = told - reader.size;
  problems.require(over <= 0, `The file is cut off: ${over} bytes are missing.`);
  problems.require(over >= 0, `${-over} bytes lie behind the end.`);
  const [durations, sizes]: [number[], number[]] = [[], []];
  let size = { width: 0, height: 0 };
  for (let at = 12; at < reader.size;) {
    const head = await reader.view(at, 24);
    if (!problems.require(head.byteLength >= 8, `${head.byteLength} bytes are left over at the end.`)) break;
    const type = latin(await reader.read(at, 4));
    const length = head.getUint32(4, true);
    problems.require(chunkTypes.includes(type), `What lies at ${at} is no chunk.`);
    if (!problems.require(at + 8 + length <= reader.size, `The chunk at ${at} is longer than the file.`)) break;
    const three = (place: number): number => head.getUint16(place, true) + head.getUint8(place + 2) * 65_536;
    if (type === 'VP8X') size = { width: three(12) + 1, height: three(15) + 1 };
    if (type === 'ANMF') {
      const [left, top, width, height] = [three(8) * 2, three(11) * 2, three(14) + 1, three(17) + 1] as const;
      problems.require(
        left + width <= size.width && top + height <= size.height,
        `The frame at ${at} is larger than the picture.`,
      );
      await checkFrame(reader, at + 24, at + 8 + length, problems);
      durations.push(three(20) / 1000);
      sizes.push(length);
    }
    at += 8 + length + (length % 2);
  }
  problems.require(durations.length > 0, 'There is no frame in the file.');
  return {
    ...emptyStructure('webp'),
    problems: problems.problems,
    picture: imagePicture('webp', size, durations, sizes, 0.001),
  };
}

/** The chunks inside a frame fill it exactly. */
async function checkFrame(reader: ByteReader, from: number, end: number, problems: ProblemList): Promise<void> {
  let at = from;
  while (at + 8 <= end) {
    const length = (await reader.view(at + 4, 4)).getUint32(0, true);
    const known = chunkTypes.includes(latin(await reader.read(at, 4)));
    if (!problems.require(known, `What lies at ${at} is no chunk.`)) return;
    at += 8 + length + (length % 2);
  }
  problems.require(at === end, `The frame that ends at ${end} is not filled by its chunks.`);
}
