import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Film, FinishedFile } from './faults-page';
import { readFrameCode } from './frame-code';
import { decodeLuma } from './media';

/** The numbers of a film's frames, decoded by ffmpeg. */
export async function filmCodes({ base64 }: FinishedFile, { width, height }: Film): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'stepframe-film-'));
  try {
    const path = join(folder, 'film');
    await writeFile(path, Buffer.from(base64, 'base64'));
    return (await decodeLuma(path, width, height)).map((luma) => readFrameCode(luma, width, height));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
