/**
 * The encoder's inner loops. `twin-kernel.ts` does the same in plain TypeScript, and to the same bit: whole numbers, and
 * single-precision floats in a fixed order.
 */
import { codedBytes, levels } from './layout';
import { activity, activityOfWords, convertBytes, convertWords } from './convert';
import { quantiseBlocks, transformBlocks } from './transform';
import { codeLevels } from './entropy';
import { codeAlphaBytes, codeAlphaWords } from './alpha';

export {
  blockOffsets,
  codedBytes,
  coefficients,
  dcBooks,
  inverseSteps,
  levelBooks,
  levelCodes,
  runBooks,
  runCodes,
  scan,
  weights,
} from './layout';
export { activity, activityOfWords };

/** Where memory that the kernel does not use begins. */
export const freeMemory: usize = __heap_base;

/** Takes a slice in: what is coded next, at any quantiser, is this one. */
export function takeBytes(band: usize, stride: usize, macroblocks: i32, halved: bool): void {
  convertBytes(band, stride, macroblocks, halved);
  transform(macroblocks, halved);
}

/** The same of words, the colours 15 bits of them. */
export function takeWords(band: usize, stride: usize, macroblocks: i32, halved: bool): void {
  convertWords(band, stride, macroblocks, halved);
  transform(macroblocks, halved);
}

function transform(macroblocks: i32, halved: bool): void {
  const lumaBlocks = macroblocks << 2;
  const chromaBlocks = halved ? macroblocks << 1 : lumaBlocks;
  transformBlocks(0, lumaBlocks);
  transformBlocks(1, chromaBlocks);
  transformBlocks(2, chromaBlocks);
}

/**
 * Codes the slice taken in last, of every block the first `places` of the scan. @returns bytes written at `to`; `codedBytes` tells them by
 * component
 */
export function codeSlice(
  macroblocks: i32,
  halved: bool,
  inverseQuantiser: f32,
  deadZone: f32,
  places: i32,
  to: usize,
): i32 {
  const lumaBlocks = macroblocks << 2;
  const chromaBlocks = halved ? macroblocks << 1 : lumaBlocks;
  let at = to;
  for (let component = 0; component < 3; component++) {
    const blocks = component == 0 ? lumaBlocks : chromaBlocks;
    quantiseBlocks(component, blocks, inverseQuantiser, deadZone, places);
    const end = codeLevels(blocks, places, at);
    store<i32>(codedBytes + ((<usize>component) << 2), <i32>(end - at));
    at = end;
  }
  return <i32>(at - to);
}

/** Codes the alpha of a slice of bytes. @returns bytes written at `to` */
export function codeAlpha(band: usize, stride: usize, macroblocks: i32, bits: i32, to: usize): i32 {
  return <i32>(codeAlphaBytes(band, stride, macroblocks, bits, to) - to);
}

/** The same of words, in 16 bits. */
export function codeAlphaOfWords(band: usize, stride: usize, macroblocks: i32, to: usize): i32 {
  return <i32>(codeAlphaWords(band, stride, macroblocks, to) - to);
}
