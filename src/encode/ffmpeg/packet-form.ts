import { withChromaticities } from '../images/exr-chromaticities';
import { withColourChunks } from '../images/png-chunks';
import { toAvc } from './annex-b';
import type { FfmpegCodecId } from '../../formats/ffmpeg-codecs';

/** A packet as it is stored, and what a decoder must know beforehand where the packet says it. */
export interface StoredForm {
  packet: Uint8Array;
  extradata?: Uint8Array<ArrayBuffer> | null;
}

/** From what ffmpeg gives to what is stored. */
export function storedForm(codec: FfmpegCodecId, packet: Uint8Array): StoredForm {
  switch (codec) {
    case 'png-8':
    case 'png-16':
      return { packet: withColourChunks(packet) };
    case 'exr-half':
    case 'exr-float':
      return { packet: withChromaticities(packet) };
    case 'h264': {
      const { packet: avc, record } = toAvc(packet);
      return { packet: avc, extradata: record };
    }
    default:
      return { packet };
  }
}

/** The EBML ids on the way to what Matroska calls CodecPrivate. */
const path = [0x18538067, 0x1654ae6b, 0xae, 0x63a2];

/** What a decoder of the first track must know beforehand. @throws RangeError when it is not there */
export function codecPrivateOf(matroska: Uint8Array): Uint8Array<ArrayBuffer> {
  let [at, end, depth] = [0, matroska.length, 0];
  while (at < end) {
    const id = vint(matroska, at, false);
    const size = vint(matroska, at + id.length, true);
    const start = at + id.length + size.length;
    if (id.value !== path[depth]) at = start + size.value;
    else if (++depth === path.length) return matroska.slice(start, start + size.value);
    else [at, end] = [start, Math.min(end, start + size.value)];
  }
  throw new RangeError('No CodecPrivate in this file.');
}

/** RFC 8794, section 4. */
function vint(bytes: Uint8Array, at: number, isSize: boolean): { value: number; length: number } {
  const length = Math.clz32(bytes[at]!) - 23;
  let value = isSize ? bytes[at]! & (0xff >> length) : bytes[at]!;
  for (let index = 1; index < length; index++) value = value * 256 + bytes[at + index]!;
  // All ones: the size is unknown, to the end then.
  return { value: isSize && value === 2 ** (7 * length) - 1 ? Number.MAX_SAFE_INTEGER : value, length };
}
