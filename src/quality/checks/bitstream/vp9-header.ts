import type { Bitstream, ColourTags } from '../file-facts';
import { BitReader } from './bit-reader';

/** VP9 bitstream specification, 7.2.2: `color_space` as code points of H.273. */
const colourSpaces: readonly (Omit<ColourTags, 'fullRange'> | null)[] = [
  null,
  { primaries: 6, transfer: 6, matrix: 6 },
  { primaries: 1, transfer: 1, matrix: 1 },
  { primaries: 6, transfer: 6, matrix: 6 },
  { primaries: 7, transfer: 7, matrix: 7 },
  { primaries: 9, transfer: null, matrix: 9 },
];

/** The uncompressed header of a key frame (VP9 bitstream specification, 6.2). Null: it is none. */
export function readVp9Header(bytes: Uint8Array): Bitstream | null {
  const reader = new BitReader(bytes);
  if (reader.bits(2) !== 2) return null;
  const profile = reader.bits(1) + reader.bits(1) * 2;
  if (profile === 3) reader.advance(1);
  if (reader.flag() || reader.bits(1) !== 0) return null;
  reader.advance(2);
  if (reader.bits(24) !== 0x498342) return null;
  const bits = profile >= 2 ? (reader.flag() ? 12 : 10) : 8;
  const space = reader.bits(3);
  let chroma: Bitstream['chroma'] = '4:2:0';
  let fullRange = true;
  if (space !== 7) {
    fullRange = reader.flag();
    if (profile % 2 === 1) {
      const [across, down] = [reader.bits(1), reader.bits(2) >> 1];
      chroma = across === 0 ? '4:4:4' : down === 0 ? '4:2:2' : '4:2:0';
    }
  } else {
    chroma = '4:4:4';
    reader.advance(2);
  }
  const [width, height] = [reader.bits(16) + 1, reader.bits(16) + 1];
  const tags = colourSpaces[space] ?? { primaries: null, transfer: null, matrix: null };
  const name = `${chroma === '4:4:4' ? '444' : '420'}${bits > 8 ? '-10' : ''}`;
  return {
    codec: 'vp9',
    profile: name,
    width,
    height,
    bits,
    chroma,
    interlaced: false,
    colour: { ...tags, fullRange },
  };
}

/** The header of a key frame (RFC 6386, 9.1). Null: it is none. */
export function readVp8Header(bytes: Uint8Array): Bitstream | null {
  if (bytes.length < 10 || (bytes[0]! & 1) !== 0) return null;
  if (bytes[3] !== 0x9d || bytes[4] !== 0x01 || bytes[5] !== 0x2a) return null;
  const two = (at: number): number => (bytes[at]! + bytes[at + 1]! * 256) & 0x3fff;
  return { codec: 'vp8', width: two(6), height: two(8), bits: 8, chroma: '4:2:0', interlaced: false };
}
