import { proResColours } from './colour';
import { isDefaultMatrix, proResProfiles } from './profiles';
import type { CheckedSettings } from './settings';

/** RDD 36, 6.1.1, frame_rate_code: the place in this list and one; 0: unknown, or another. */
const frameRates = [
  [24000, 1001],
  [24, 1],
  [25, 1],
  [30000, 1001],
  [30, 1],
  [50, 1],
  [60000, 1001],
  [60, 1],
  [100, 1],
  [120000, 1001],
  [120, 1],
] as const;

/** RDD 36, 6.1.1 */
const aspects = { 'square-pixels': 1, '4:3': 2, '16:9': 3 } as const;
const interlaceModes = { progressive: 0, 'top-field-first': 1, 'bottom-field-first': 2 } as const;
const chromaFormats = { '422': 2, '444': 3 } as const;
const alphaTypes = { 0: 0, 8: 1, 16: 2 } as const;

/** RDD 36, 5.1: bytes before the frame header, for its size and its identifier. */
export const frameSizeBytes = 4;

/** RDD 36, 5.1 and 5.1.1: the frame's size, left open, its identifier, and the frame header. */
export function frameHeader(settings: CheckedSettings): Uint8Array<ArrayBuffer> {
  const { width, height, frameRate, scan, aspect, vendor, alphaBits } = settings;
  const { chroma, lumaMatrix, chromaMatrix } = proResProfiles[settings.profile];
  const colour = proResColours[settings.colour];
  const loadsMatrices = !isDefaultMatrix(lumaMatrix) || !isDefaultMatrix(chromaMatrix);
  const headerSize = 20 + (loadsMatrices ? 128 : 0);
  const bytes = new Uint8Array(8 + headerSize);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii('icpf'), 4);
  view.setUint16(8, headerSize);
  // bitstream_version 0 knows 4:2:2 without alpha alone.
  bytes[11] = chroma === '422' && alphaBits === 0 ? 0 : 1;
  bytes.set(ascii(vendor), 12);
  view.setUint16(16, width);
  view.setUint16(18, height);
  bytes[20] = (chromaFormats[chroma] << 6) | (interlaceModes[scan] << 2);
  const rate = frameRates.findIndex(([num, den]) => num * frameRate.den === den * frameRate.num);
  bytes[21] = (aspects[aspect] << 4) | (rate + 1);
  bytes[22] = colour.primaries;
  bytes[23] = colour.transfer;
  bytes[24] = colour.matrix;
  bytes[25] = alphaTypes[alphaBits];
  if (loadsMatrices) {
    bytes[27] = 3; // load_luma_quantization_matrix, load_chroma_quantization_matrix
    bytes.set(lumaMatrix, 28);
    bytes.set(chromaMatrix, 92);
  }
  return bytes;
}

/** RDD 36, 5.2.1: bytes of a picture header. */
export const pictureHeaderBytes = 8;

/** RDD 36, 5.2.1, with room for the picture's size. */
export function pictureHeader(sliceCount: number, pictureSize: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pictureHeaderBytes);
  const view = new DataView(bytes.buffer);
  bytes[0] = pictureHeaderBytes << 3;
  view.setUint32(1, pictureSize);
  // deprecated_number_of_slices: what does not fit is not meant to be read.
  view.setUint16(5, sliceCount & 0xffff);
  bytes[7] = 3 << 4; // log2_desired_slice_size_in_mb
  return bytes;
}

/** RDD 36, 5.3.1. @param sizes bytes of Y, Cb and Cr; that of Cr stands there when alpha follows */
export function writeSliceHeader(
  into: Uint8Array,
  at: number,
  quantiser: number,
  sizes: Int32Array,
  hasAlpha: boolean,
): void {
  const fields = hasAlpha ? 3 : 2;
  into[at] = (2 + 2 * fields) << 3;
  into[at + 1] = quantisationIndex(quantiser);
  for (let field = 0; field < fields; field++) {
    into[at + 2 + 2 * field] = sizes[field]! >> 8;
    into[at + 3 + 2 * field] = sizes[field]! & 255;
  }
}

export function sliceHeaderBytes(hasAlpha: boolean): number {
  return hasAlpha ? 8 : 6;
}

/** RDD 36, 6.3.1, quantization_index: quantisers go by 1 up to 128, and then by 4 up to 512. */
function quantisationIndex(quantiser: number): number {
  return quantiser <= 128 ? quantiser : quantiser / 4 + 96;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
