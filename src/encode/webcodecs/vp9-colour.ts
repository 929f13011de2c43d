import type { ColourSpaceId } from '../../colour/colour-space';

/** VP9 bitstream specification, 7.2.2, color_space: it says the matrix; primaries are left to containers. */
const matrices: Readonly<Record<ColourSpaceId, number>> = { bt709: 2, bt601: 3, 'display-p3': 2, bt2020: 5 };

/**
 * Writes the matrix into a key frame, in place: Chromium leaves it open where the primaries are not the usual ones. Bits
 * of 6.2, uncompressed_header: frame_marker, profile, flags, the synchronisation code, ten_or_twelve_bit, color_space.
 */
export function writeVp9Matrix(keyFrame: Uint8Array, colourSpace: ColourSpaceId): void {
  const first = keyFrame[0]!;
  const profile = ((first >> 5) & 1) | ((first >> 3) & 2);
  // Profile 3 has a reserved bit, and profiles of more than 8 bits say how many.
  const at = 8 + (profile === 3 ? 1 : 0) + 24 + (profile >= 2 ? 1 : 0);
  for (let bit = 0; bit < 3; bit++) {
    const mask = 0x80 >> ((at + bit) & 7);
    const value = (matrices[colourSpace] >> (2 - bit)) & 1;
    const byte = (at + bit) >> 3;
    keyFrame[byte] = value ? keyFrame[byte]! | mask : keyFrame[byte]! & ~mask;
  }
}
