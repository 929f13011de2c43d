import type { NumberedPicture } from '../../sequence-film';
import { ByteReader, latin } from '../byte-reader';
import type { PictureFacts, Structure } from '../file-facts';
import { emptyStructure } from './empty-structure';
import { imagePicture } from './image-picture';
import { readPng } from './png-structure';
import { ProblemList } from './problem-list';

/** Reads pictures that lie in a folder, each with its own structure. */
export async function readPictureFolder(pictures: readonly NumberedPicture[]): Promise<Structure> {
  const problems = new ProblemList();
  let first: PictureFacts | null = null;
  for (const { name, file } of pictures) {
    const picture = await readNumbered(new ByteReader(file), name, problems);
    first ??= picture;
  }
  const names = pictures.map(({ name }) => name);
  return sequenceStructure('folder', { names, sizes: pictures.map(({ file }) => file.size), first }, problems);
}

/** What there is to say of numbered pictures, wherever they lie. @param first says their size, where it was read */
export function sequenceStructure(
  container: 'zip' | 'folder',
  { names, sizes, first }: { names: readonly string[]; sizes: readonly number[]; first: PictureFacts | null },
  problems: ProblemList,
): Structure {
  checkNumbers(names, problems);
  const extension = names[0]?.split('.').at(-1) ?? '';
  const codec = extension === 'tif' || extension === 'tiff' ? 'tiff' : extension;
  const durations = names.map(() => 0);
  const picture = imagePicture(codec, first ?? { width: 0, height: 0 }, durations, sizes, 1);
  return { ...emptyStructure(container), problems: problems.problems, picture: names.length === 0 ? null : picture };
}

/** One of them. Null: its size is not read. */
export async function readNumbered(
  file: ByteReader,
  name: string,
  problems: ProblemList,
): Promise<PictureFacts | null> {
  if (name.endsWith('.png')) {
    const { problems: own, picture } = await readPng(file);
    for (const each of own) problems.add(`${name}: ${each}`);
    return picture;
  }
  const start = latin(await file.read(0, 4));
  // TIFF, and with it DNG, in both orders of bytes; OpenEXR.
  problems.require(['II*\0', 'MM\0*', 'v/1\x01'].includes(start), `${name} is not the picture that its name says.`);
  return null;
}

/** Numbers go up by one. */
function checkNumbers(names: readonly string[], problems: ProblemList): void {
  const numbers = names.map((name) => Number(/\.(\d+)\.[a-z]+$/.exec(name)?.[1] ?? Number.NaN));
  const broken = numbers.findIndex((number, index) => number !== numbers[0]! + index);
  if (broken >= 0) problems.add(`${names[broken]} is out of order.`);
}
