import type { ColourSpace } from './colour-space';

/** Unrounded 8-bit limited-range Y′, Cb, Cr of an R′G′B′ colour of 0 … 255 (ITU-R BT.709-6, items 3.2 to 3.4). */
export function exactCodes(
  [red, green, blue]: readonly [number, number, number],
  { kr, kb }: Pick<ColourSpace, 'kr' | 'kb'>,
): [number, number, number] {
  const luma = (kr * red + (1 - kr - kb) * green + kb * blue) / 255;
  const cb = (blue / 255 - luma) / (2 * (1 - kb));
  const cr = (red / 255 - luma) / (2 * (1 - kr));
  return [16 + 219 * luma, 128 + 224 * cb, 128 + 224 * cr];
}

/** The same, rounded to the codes a file holds. */
export function referenceCodes(
  colour: readonly [number, number, number],
  space: ColourSpace,
): [number, number, number] {
  const [y, cb, cr] = exactCodes(colour, space);
  return [Math.round(y), Math.round(cb), Math.round(cr)];
}
