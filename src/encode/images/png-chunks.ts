import type { ColourSpaceId } from '../../colour/colour-space';
import { chromaticities } from './chromaticities';

/** Bytes of the signature and of the header chunk that follows it. */
const headerEnd = 8 + 25;

/**
 * Adds what a PNG of ffmpeg's lacks: what its colours mean. sRGB or Display P3, with the gamma and chromaticities that
 * older readers look for (PNG, third edition, 11.3.2), and the code points of ITU-T H.273.
 */
export function withColourChunks(png: Uint8Array, colourSpace: ColourSpaceId): Uint8Array<ArrayBuffer> {
  const [redX, redY, greenX, greenY, blueX, blueY, whiteX, whiteY] = chromaticities(colourSpace);
  const points = [whiteX, whiteY, redX, redY, greenX, greenY, blueX, blueY].map((value) => Math.round(value! * 1e5));
  const isWide = colourSpace === 'display-p3';
  const chunks = [
    // Before all others: a reader takes the first it knows. Colours have the curve of sRGB in either case.
    chunk('cICP', [isWide ? 12 : 1, 13, 0, 1]),
    ...(isWide ? [] : [chunk('sRGB', [0])]),
    chunk('gAMA', uint32(45455)),
    chunk('cHRM', points.flatMap(uint32)),
  ];
  const added = chunks.flat();
  const whole = new Uint8Array(png.length + added.length);
  whole.set(png.subarray(0, headerEnd));
  whole.set(added, headerEnd);
  whole.set(png.subarray(headerEnd), headerEnd + added.length);
  return whole;
}

function chunk(type: string, data: readonly number[]): number[] {
  const body = [...Array.from(type, (letter) => letter.charCodeAt(0)), ...data];
  return [...uint32(data.length), ...body, ...uint32(crc32(body))];
}

function uint32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

/** ISO 3309, as PNG, third edition, annex D has it. */
function crc32(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
