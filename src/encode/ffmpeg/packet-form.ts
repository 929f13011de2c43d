import { withChromaticities } from '../images/exr-chromaticities';
import { withColourChunks } from '../images/png-chunks';
import { markAssociatedAlpha } from '../images/tiff-alpha';
import { toAvc } from './annex-b';
import { withMatrix } from './dnx-colour';
import type { FfmpegEncoderSettings } from './ffmpeg-settings';

/** A packet as it is stored, and what a decoder must know beforehand where the packet says it. */
export interface StoredForm {
  packet: Uint8Array;
  key: boolean;
  extradata?: Uint8Array<ArrayBuffer> | null;
}

/** ISO/IEC 13818-2, table 6-1: the start code before every group of pictures that ffmpeg writes. */
const sequenceHeader = 0xb3;

/** From what ffmpeg gives to what is stored. */
export function storedForm(
  { codec, alpha, colourSpace }: Pick<FfmpegEncoderSettings, 'codec' | 'alpha' | 'colourSpace'>,
  packet: Uint8Array,
): StoredForm {
  switch (codec) {
    case 'png-8':
    case 'png-16':
      return { packet: withColourChunks(packet, colourSpace), key: true };
    case 'tiff-8':
    case 'tiff-16':
      return { packet: alpha === 'premultiplied' ? markAssociatedAlpha(packet) : packet, key: true };
    case 'exr-half':
    case 'exr-float':
      return { packet: withChromaticities(packet, colourSpace), key: true };
    case 'h264': {
      const { packet: avc, key, record } = toAvc(packet);
      return { packet: avc, key, extradata: record };
    }
    case 'xdcam-hd422-50':
      return { packet, key: packet[3] === sequenceHeader };
    default:
      return { packet: codec.startsWith('dnx') ? withMatrix(packet, colourSpace) : packet, key: true };
  }
}

/** Bytes of the BITMAPINFOHEADER that stands before what FFV1 itself has to say. */
const bitmapHeaderBytes = 40;

/** FFV1's configuration record (RFC 9043, section 4.3) from a Matroska file. @throws RangeError when it is not there */
export function ffv1RecordOf(matroska: Uint8Array): Uint8Array<ArrayBuffer> {
  const codecPrivate = codecPrivateOf(matroska);
  const fourcc = String.fromCharCode(...codecPrivate.subarray(16, 20));
  return fourcc === 'FFV1' ? codecPrivate.slice(bitmapHeaderBytes) : codecPrivate;
}

/** The EBML ids on the way to what Matroska calls CodecPrivate. */
const path = [0x18538067, 0x1654ae6b, 0xae, 0x63a2];

function codecPrivateOf(matroska: Uint8Array): Uint8Array<ArrayBuffer> {
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
