import type { Bitstream } from '../file-facts';
import { BitReader } from './bit-reader';

const sequenceHeader = 1;

/** The sequence header in a packet (AV1 bitstream specification, 5.5). Null: there is none, or one that streams for real time have. */
export function readAv1Header(bytes: Uint8Array): Bitstream | null {
  for (let at = 0; at < bytes.length;) {
    const header = bytes[at]!;
    let from = at + 1 + ((header >> 2) & 1);
    if (((header >> 1) & 1) === 0) return null;
    let [size, shift] = [0, 0];
    for (let more = true; more && from < bytes.length; from++, shift += 7) {
      size += (bytes[from]! & 0x7f) * 2 ** shift;
      more = (bytes[from]! & 0x80) !== 0;
    }
    if (((header >> 3) & 15) === sequenceHeader) return readSequence(new BitReader(bytes.subarray(from, from + size)));
    at = from + size;
  }
  return null;
}

function readSequence(reader: BitReader): Bitstream | null {
  const profile = reader.bits(3);
  reader.advance(1);
  const reduced = reader.flag();
  if (reduced) reader.advance(5);
  else if (!skipOperatingPoints(reader)) return null;
  const [widthBits, heightBits] = [reader.bits(4) + 1, reader.bits(4) + 1];
  const [width, height] = [reader.bits(widthBits) + 1, reader.bits(heightBits) + 1];
  if (!reduced && reader.flag()) reader.advance(7);
  reader.advance(3);
  if (!reduced) skipTools(reader);
  reader.advance(3);
  return { codec: 'av1', width, height, interlaced: false, ...readColour(reader, profile) };
}

/** @returns whether it could be skipped: with a model of timing it is not */
function skipOperatingPoints(reader: BitReader): boolean {
  if (reader.flag()) return false;
  const delays = reader.flag();
  for (let left = reader.bits(5) + 1; left > 0; left--) {
    reader.advance(12);
    if (reader.bits(5) > 7) reader.advance(1);
    if (delays && reader.flag()) reader.advance(4);
  }
  return true;
}

function skipTools(reader: BitReader): void {
  reader.advance(4);
  const ordered = reader.flag();
  if (ordered) reader.advance(2);
  const screen = reader.flag() ? 2 : reader.bits(1);
  if (screen > 0 && !reader.flag()) reader.advance(1);
  if (ordered) reader.advance(3);
}

/** 5.5.2 */
function readColour(reader: BitReader, profile: number): Pick<Bitstream, 'bits' | 'chroma' | 'colour' | 'profile'> {
  const high = reader.flag();
  const bits = profile === 2 && high ? (reader.flag() ? 12 : 10) : high ? 10 : 8;
  const mono = profile === 1 ? false : reader.flag();
  const [primaries, transfer, matrix] = reader.flag() ? [reader.bits(8), reader.bits(8), reader.bits(8)] : [2, 2, 2];
  const isRgb = primaries === 1 && transfer === 13 && matrix === 0;
  const fullRange = isRgb || reader.flag();
  const chroma = profile === 1 || isRgb ? '4:4:4' : profile === 2 && !mono ? '4:2:2' : '4:2:0';
  return {
    profile: chroma === '4:4:4' ? '444' : '420',
    bits,
    chroma,
    colour: { primaries, transfer, matrix, fullRange },
  };
}
