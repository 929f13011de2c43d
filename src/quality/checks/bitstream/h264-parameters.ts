import type { Bitstream, ColourTags } from '../file-facts';
import { BitReader } from './bit-reader';

const profiles: Readonly<Record<number, string>> = {
  66: 'baseline',
  77: 'main',
  88: 'extended',
  100: 'high',
  110: 'high-10',
  122: 'high-422',
  244: 'high-444',
};

const chromas = [undefined, '4:2:0', '4:2:2', '4:4:4'] as const;

/** ITU-T H.264, 7.3.2.1.1: those that say how colours are sampled. */
const highProfiles = [100, 110, 122, 244, 44, 83, 86, 118, 128];

/** The first sequence parameter set of an `avcC` (ISO/IEC 14496-15, 5.3.3.1). */
export function parametersOfAvcC(avcC: Uint8Array): Uint8Array | null {
  if (avcC.length < 8 || avcC[0] !== 1 || (avcC[5]! & 31) === 0) return null;
  return avcC.subarray(8, 8 + avcC[6]! * 256 + avcC[7]!);
}

/** The first sequence parameter set of a stream with start codes. */
export function parametersInStream(bytes: Uint8Array): Uint8Array | null {
  for (let at = 0; at + 4 < bytes.length; at++) {
    if (bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1 && (bytes[at + 3]! & 31) === 7) {
      return bytes.subarray(at + 3, at + 515);
    }
  }
  return null;
}

/** What a sequence parameter set says (ITU-T H.264, 7.3.2.1.1). */
export function readH264Parameters(unit: Uint8Array): Bitstream {
  const reader = new BitReader(withoutEmulation(unit.subarray(1)));
  const profile = reader.bits(8);
  reader.advance(16);
  reader.exponential();
  let [chroma, bits, chromaBits] = [1, 8, 8];
  if (highProfiles.includes(profile)) {
    chroma = reader.exponential();
    if (chroma === 3) reader.advance(1);
    bits = 8 + reader.exponential();
    chromaBits = 8 + reader.exponential();
    reader.advance(1);
    if (reader.flag()) for (let list = 0; list < (chroma === 3 ? 12 : 8); list++) skipScalingList(reader, list);
  }
  reader.exponential();
  skipPictureOrder(reader);
  reader.exponential();
  reader.advance(1);
  const blocksAcross = reader.exponential() + 1;
  const unitsDown = reader.exponential() + 1;
  const framesOnly = reader.flag();
  if (!framesOnly) reader.advance(1);
  reader.advance(1);
  const [across, down] = [chroma === 1 || chroma === 2 ? 2 : 1, (chroma === 1 ? 2 : 1) * (framesOnly ? 1 : 2)];
  const crop = reader.flag() ? Array.from({ length: 4 }, () => reader.exponential()) : [0, 0, 0, 0];
  const colour = reader.flag() ? readUsability(reader) : null;
  return {
    codec: 'h264',
    profile: profiles[profile],
    width: blocksAcross * 16 - (crop[0]! + crop[1]!) * across,
    height: unitsDown * 16 * (framesOnly ? 1 : 2) - (crop[2]! + crop[3]!) * down,
    bits: Math.max(bits, chromaBits),
    chroma: chromas[chroma],
    interlaced: !framesOnly,
    colour: colour ?? { primaries: null, transfer: null, matrix: null, fullRange: null },
  };
}

function skipScalingList(reader: BitReader, list: number): void {
  if (!reader.flag()) return;
  let [last, next] = [8, 8];
  for (let index = 0; index < (list < 6 ? 16 : 64) && next !== 0; index++) {
    next = (last + reader.signedExponential() + 256) % 256;
    last = next === 0 ? last : next;
  }
}

function skipPictureOrder(reader: BitReader): void {
  const type = reader.exponential();
  if (type === 0) reader.exponential();
  if (type !== 1) return;
  reader.advance(1);
  reader.signedExponential();
  reader.signedExponential();
  // No more than 255, by 7.4.2.1.1.
  for (let left = Math.min(255, reader.exponential()); left > 0; left--) reader.signedExponential();
}

/** ITU-T H.264, annex E.1.1, as far as colours go. */
function readUsability(reader: BitReader): ColourTags | null {
  if (reader.flag() && reader.bits(8) === 255) reader.advance(32);
  if (reader.flag()) reader.advance(1);
  if (!reader.flag()) return null;
  reader.advance(3);
  const fullRange = reader.flag();
  if (!reader.flag()) return { primaries: null, transfer: null, matrix: null, fullRange };
  return { primaries: reader.bits(8), transfer: reader.bits(8), matrix: reader.bits(8), fullRange };
}

/** ITU-T H.264, 7.4.1: a 3 behind two zeros is no part of the content. */
export function withoutEmulation(bytes: Uint8Array): Uint8Array {
  const kept: number[] = [];
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    kept.push(byte);
  }
  return Uint8Array.from(kept);
}
