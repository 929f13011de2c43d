import type { ColourSpaceId } from '../../colour/colour-space';

/** ITU-R BT.709 and sRGB, SMPTE EG 432-1, ITU-R BT.2020; white is D65. */
const primaries: Readonly<Record<'bt709' | 'display-p3' | 'bt2020', readonly number[]>> = {
  bt709: [0.64, 0.33, 0.3, 0.6, 0.15, 0.06],
  'display-p3': [0.68, 0.32, 0.265, 0.69, 0.15, 0.06],
  bt2020: [0.708, 0.292, 0.17, 0.797, 0.131, 0.046],
};

/** Of pictures in RGB: red, green, blue, white, each x and y. BT.601 is of Y′CbCr alone; its pictures are of sRGB. */
export function chromaticities(space: ColourSpaceId): number[] {
  return [...primaries[space === 'bt601' ? 'bt709' : space], 0.3127, 0.329];
}
