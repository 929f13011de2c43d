/** What an MP3 encoder put around the sound, as it says in the file's first frame, which holds no sound itself. */
export interface Mp3Gaps {
  /** The sample at which the sound begins. */
  first: number;
  /** The sample after the last one of the sound; Infinity when the file does not say. */
  end: number;
}

const noGaps: Mp3Gaps = { first: 0, end: Number.POSITIVE_INFINITY };

/** What every MP3 decoder puts before the sound besides. */
const decoderDelay = 529;

/** How much is read after the tags at the file's beginning: more than the largest frame. */
const frameBytes = 4096;

/** Bits of the Xing header's flags: which of its fields are there, and their lengths in bytes. */
const fields = [
  { flag: 1, byteLength: 4 }, // frames
  { flag: 2, byteLength: 4 }, // bytes
  { flag: 4, byteLength: 100 }, // table of contents
  { flag: 8, byteLength: 4 }, // quality
] as const;

/** From the start of the encoder's name to its delays. */
const delaysOffset = 21;

/** Reads the Xing or Info header with the LAME extension, as libavformat does: those three encoders are believed. */
export async function readMp3Gaps(file: Blob): Promise<Mp3Gaps> {
  const start = await afterId3Tags(file);
  const head = new DataView(await file.slice(start, start + frameBytes).arrayBuffer());
  const text = (at: number): string =>
    at + 4 > head.byteLength ? '' : String.fromCharCode(...new Uint8Array(head.buffer, at, 4));
  if (head.byteLength < 4) return noGaps;
  // ISO/IEC 11172-3, 2.4.1.3: the third byte's bits 3 and 4 are the version, the fourth's top two the channel mode.
  const isVersion1 = (head.getUint8(1) & 0x18) === 0x18;
  const isMono = head.getUint8(3) >> 6 === 3;
  const xing = 4 + (isVersion1 ? (isMono ? 17 : 32) : isMono ? 9 : 17);
  if (text(xing) !== 'Xing' && text(xing) !== 'Info') return noGaps;
  const flags = head.getUint32(xing + 4);
  const encoder =
    xing + 8 + fields.reduce((sum, { flag, byteLength }) => sum + ((flags & flag) === 0 ? 0 : byteLength), 0);
  if (!['LAME', 'Lavf', 'Lavc'].includes(text(encoder))) return noGaps;
  const delays = head.getUint32(encoder + delaysOffset) >>> 8;
  const frames = (flags & 1) === 0 ? Number.POSITIVE_INFINITY : head.getUint32(xing + 8);
  return {
    first: (delays >> 12) + decoderDelay,
    end: frames * (isVersion1 ? 1152 : 576) - Math.max(0, (delays & 0xfff) - decoderDelay),
  };
}

/** The byte after the ID3v2 tags that a file may begin with. */
async function afterId3Tags(file: Blob): Promise<number> {
  for (let start = 0; ;) {
    const bytes = new Uint8Array(await file.slice(start, start + 10).arrayBuffer());
    if (bytes.length < 10 || String.fromCharCode(...bytes.subarray(0, 3)) !== 'ID3') return start;
    // Four bytes of seven bits each; a footer repeats the ten bytes of the header.
    const size = bytes.subarray(6).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    start += 10 + size + ((bytes[5]! & 0x10) === 0 ? 0 : 10);
  }
}
