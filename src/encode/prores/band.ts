import { bandMargin, type ProResKernel } from '../../kernels/prores/prores-kernel';
import type { PictureLayout } from './slice-layout';

/** A frame's pixels and where its pictures lie in them. */
export interface FramePixels {
  /** As the kernel's band has them: one word a pixel, or two. */
  words: Uint32Array;
  wordsPerPixel: 1 | 2;
  width: number;
  pictures: readonly PictureLayout[];
}

/**
 * Copies some macroblocks of one row into the kernel's band, with the pixel to either side of them. Beyond the picture
 * its edges repeat: cut off again by a decoder, they should cost as little as they can.
 */
export function fillBand(
  { band, bandStride }: ProResKernel,
  { words, wordsPerPixel, width, pictures }: FramePixels,
  picture: number,
  row: number,
  firstMacroblock: number,
  macroblocks: number,
): void {
  const { firstLine, lineStep, height } = pictures[picture]!;
  const from = Math.max(0, 16 * firstMacroblock - 1);
  const end = 16 * (firstMacroblock + macroblocks) + 1;
  const to = Math.min(width, end);
  for (let y = 0; y < 16; y++) {
    const line = (firstLine + lineStep * Math.min(16 * row + y, height - 1)) * width;
    const start = y * bandStride + bandMargin;
    const n = wordsPerPixel;
    band.set(words.subarray((line + from) * n, (line + to) * n), (start + from) * n);
    for (let word = 0; word < n; word++) {
      if (firstMacroblock === 0) band[(start - 1) * n + word] = words[line * n + word]!;
      const last = words[(line + width - 1) * n + word]!;
      for (let x = width; x < end; x++) band[(start + x) * n + word] = last;
    }
  }
}
