import { latin, viewOf } from '../byte-reader';
import type { Bitstream } from '../file-facts';
import { BitReader } from './bit-reader';

/** A frame of ProRes (SMPTE RDD 36, 5.1). Null: it is none. */
export function readProResHeader(bytes: Uint8Array<ArrayBuffer>): Bitstream | null {
  if (bytes.length < 28 || latin(bytes.subarray(4, 8)) !== 'icpf') return null;
  const view = viewOf(bytes);
  return {
    codec: 'prores',
    width: view.getUint16(16),
    height: view.getUint16(18),
    bits: bytes[20]! >> 6 === 3 ? 12 : 10,
    chroma: bytes[20]! >> 6 === 3 ? '4:4:4' : '4:2:2',
    interlaced: ((bytes[20]! >> 2) & 3) !== 0,
    // It has no other range than the limited one.
    colour: { primaries: bytes[22]!, transfer: bytes[23]!, matrix: bytes[24]!, fullRange: false },
  };
}

const dnxhdProfiles: Readonly<Record<number, string>> = {
  ...{
    1235: '185x',
    1241: '185x',
    1250: '185x',
    1237: '120',
    1242: '120',
    1244: '120',
    1252: '120',
    1258: '120',
    1259: '120',
  },
  ...{ 1238: '185', 1243: '185', 1251: '185', 1253: '36' },
};

const dnxhrProfiles: Readonly<Record<number, string>> = {
  1270: '444',
  1271: 'hqx',
  1272: 'hq',
  1273: 'sq',
  1274: 'lb',
};

/** A frame of DNxHD or DNxHR (SMPTE ST 2019-1, 7.2). Null: it is none. */
export function readDnxHeader(bytes: Uint8Array<ArrayBuffer>): Bitstream | null {
  if (bytes.length < 0x2c || bytes[0] !== 0 || bytes[1] !== 0 || bytes[2]! < 2 || bytes[2]! > 3) return null;
  const id = viewOf(bytes).getUint32(0x28);
  const hr = dnxhrProfiles[id];
  const profile = hr ?? dnxhdProfiles[id];
  if (profile === undefined) return null;
  const bits = bytes[0x21]! >> 5 === 1 ? 8 : bytes[0x21]! >> 5 === 2 ? 10 : 12;
  return {
    codec: hr === undefined ? 'dnxhd' : 'dnxhr',
    profile,
    width: viewOf(bytes).getUint16(0x1a),
    bits,
    interlaced: (bytes[5]! & 2) !== 0,
  };
}

/** The sequence header of MPEG-2 with its extensions (ITU-T H.262, 6.2.2). Null: there is none. */
export function readMpeg2Header(bytes: Uint8Array): Bitstream | null {
  const sequence = afterStartCode(bytes, 0xb3);
  const extension = afterStartCode(bytes, 0xb5, 1);
  if (!sequence || !extension) return null;
  const head = new BitReader(sequence);
  const [low, lowHeight] = [head.bits(12), head.bits(12)];
  const more = new BitReader(extension);
  more.advance(12);
  const progressive = more.flag();
  const chroma = [undefined, '4:2:0', '4:2:2', '4:4:4'] as const;
  const sampled = chroma[more.bits(2)];
  const [width, height] = [more.bits(2) * 4096 + low, more.bits(2) * 4096 + lowHeight];
  const display = afterStartCode(bytes, 0xb5, 2);
  return {
    codec: 'mpeg2',
    width,
    height,
    bits: 8,
    chroma: sampled,
    interlaced: !progressive,
    colour: display ? displayColour(new BitReader(display)) : undefined,
  };
}

function displayColour(reader: BitReader): NonNullable<Bitstream['colour']> {
  reader.advance(7);
  const told = reader.flag();
  const [primaries, transfer, matrix] = told ? [reader.bits(8), reader.bits(8), reader.bits(8)] : [null, null, null];
  return { primaries, transfer, matrix, fullRange: false };
}

/** What lies behind a start code; of an extension, that of a kind. */
function afterStartCode(bytes: Uint8Array, code: number, kind?: number): Uint8Array | null {
  for (let at = 0; at + 4 < Math.min(bytes.length, 4096); at++) {
    const found = bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1 && bytes[at + 3] === code;
    if (found && (kind === undefined || bytes[at + 4]! >> 4 === kind)) return bytes.subarray(at + 4, at + 64);
  }
  return null;
}
