import type { FrameRate } from '../composition/frame-rate';

/** One packet of a picture track, in decoding order. */
export interface IndexedPacket {
  byteLength: number;
  /** When it is shown, in frames from the beginning. */
  frame: number;
  key: boolean;
}

export interface PictureTrack {
  /** QuickTime's code of the codec. */
  fourcc: string;
  width: number;
  height: number;
  /** Bits of a pixel, where the codec leaves that to the container. */
  depth: number;
  frameRate: FrameRate;
  packets: readonly IndexedPacket[];
  /** What the decoder must know beforehand, and the atom it belongs in. */
  extradata: { atom: string; data: Uint8Array } | null;
  interlaced: boolean;
  /** ITU-T H.273 code points; null where the codec says it or is RGB. */
  colour: readonly [primaries: number, transfer: number, matrix: number] | null;
  pixelAspect: readonly [horizontal: number, vertical: number];
}

/**
 * What must stand before packets, back to back, to make them a QuickTime file (Apple, "QuickTime File Format"): the exact
 * time and order of each, which streams of bare packets do not tell.
 */
export function quickTimeIndex(track: PictureTrack): Uint8Array<ArrayBuffer> {
  const essence = track.packets.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const type = atom('ftyp', text('qt  '), u32(0x200), text('qt  '));
  const mdat = join([u32(1), text('mdat'), u64(16 + essence)]);
  // The offset is in a field of fixed size, so the index is as long with any.
  const before = join([type, movie(track, 0)]).length + mdat.length;
  return join([type, movie(track, before), mdat]);
}

function movie(track: PictureTrack, offset: number): Uint8Array<ArrayBuffer> {
  const { frameRate, packets } = track;
  const duration = packets.length * frameRate.den;
  const delay = decodingDelay(packets);
  const matrix = join([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(u32));
  const header = atom(
    'mvhd',
    ...[zeros(12), u32(frameRate.num), u32(duration), u32(0x10000), u16(0x100), zeros(10), matrix, zeros(24), u32(2)],
  );
  const trackHeader = atom(
    'tkhd',
    ...[u32(7), zeros(8), u32(1), zeros(4), u32(duration), zeros(16), matrix],
    ...[u32(track.width * 0x10000), u32(track.height * 0x10000)],
  );
  // What is shown begins with the first frame, however much earlier decoding does.
  const edits = atom('edts', atom('elst', zeros(4), u32(1), u32(duration), u32(delay * frameRate.den), u32(0x10000)));
  const media = atom(
    'mdia',
    atom('mdhd', zeros(12), u32(frameRate.num), u32(duration), zeros(4)),
    atom('hdlr', zeros(4), text('mhlrvide'), zeros(12), zeros(1)),
    atom(
      'minf',
      atom('vmhd', u32(1), zeros(8)),
      atom('dinf', atom('dref', zeros(4), u32(1), atom('url ', u32(1)))),
      sampleTable(track, offset, delay),
    ),
  );
  return atom('moov', header, atom('trak', trackHeader, edits, media));
}

function sampleTable(track: PictureTrack, offset: number, delay: number): Uint8Array<ArrayBuffer> {
  const { packets, frameRate } = track;
  const keys = packets.flatMap(({ key }, index) => (key ? [index + 1] : []));
  const reordered = packets.some(({ frame }, index) => frame !== index);
  const offsets = packets.flatMap(({ frame }, index) => [1, (frame - index + delay) * frameRate.den]);
  return atom(
    'stbl',
    atom('stsd', zeros(4), u32(1), sampleDescription(track)),
    atom('stts', zeros(4), u32(1), u32(packets.length), u32(frameRate.den)),
    ...(reordered ? [atom('ctts', zeros(4), u32(packets.length), u32s(offsets))] : []),
    ...(keys.length === packets.length ? [] : [atom('stss', zeros(4), u32(keys.length), u32s(keys))]),
    // One chunk a packet: demuxers read a chunk's packets as one where they can.
    atom('stsc', zeros(4), u32(1), u32(1), u32(1), u32(1)),
    atom('stsz', zeros(8), u32(packets.length), u32s(packets.map(({ byteLength }) => byteLength))),
    atom('co64', zeros(4), u32(packets.length), packetOffsets(packets, offset)),
  );
}

function sampleDescription(track: PictureTrack): Uint8Array<ArrayBuffer> {
  const { extradata, colour, pixelAspect } = track;
  return atom(
    track.fourcc,
    ...[zeros(6), u16(1), zeros(16), u16(track.width), u16(track.height), u32(0x480000), u32(0x480000), zeros(4)],
    ...[u16(1), zeros(32), u16(track.depth), u16(0xffff)],
    ...(extradata === null ? [] : [atom(extradata.atom, extradata.data)]),
    // Two fields, the top one earlier; or one.
    atom('fiel', u16(track.interlaced ? 0x0201 : 0x0100)),
    ...(colour === null ? [] : [atom('colr', text('nclc'), ...colour.map(u16))]),
    atom('pasp', ...pixelAspect.map(u32)),
  );
}

/** Frames by which decoding must run ahead so that none is shown before it is decoded. */
function decodingDelay(packets: readonly IndexedPacket[]): number {
  return packets.reduce((most, { frame }, index) => Math.max(most, index - frame), 0);
}

function packetOffsets(packets: readonly IndexedPacket[], first: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(packets.length * 8);
  const view = new DataView(bytes.buffer);
  let at = first;
  packets.forEach(({ byteLength }, index) => {
    view.setBigUint64(index * 8, BigInt(at));
    at += byteLength;
  });
  return bytes;
}

function atom(type: string, ...contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = contents.reduce((sum, { length }) => sum + length, 8);
  return join([u32(size), text(type), ...contents]);
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function text(value: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(value, (letter) => letter.charCodeAt(0));
}

function zeros(count: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(count);
}

function u16(value: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(value >> 8, value & 255);
}

function u32(value: number): Uint8Array<ArrayBuffer> {
  return u32s([value]);
}

function u32s(values: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setUint32(index * 4, value));
  return bytes;
}

function u64(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}
