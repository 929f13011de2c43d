import { viewOf, type ByteReader } from './byte-reader';
import type { SoundRun } from './decoded-sound';
import { mxfElements } from './structure/mxf-essence';

/** Items of sound: as D-10 has it, and as all others do. */
const d10Item = '06';
const pcmItem = '16';

/** Reads the first track of PCM in an MXF file: little-endian (SMPTE ST 382), or as AES3 words (SMPTE ST 331). */
export async function* decodeMxf(
  reader: ByteReader,
  { bytesPerSample, channels }: { bytesPerSample: number; channels: number },
): AsyncGenerator<SoundRun> {
  let start = 0;
  let track: string | undefined;
  for await (const { key, from, end } of mxfElements(reader, [d10Item, pcmItem])) {
    track ??= key;
    if (key !== track) continue;
    const view = viewOf(await reader.read(from, end - from));
    const run = key.slice(24, 26) === d10Item ? aesWords(view, channels) : pcm(view, bytesPerSample, channels);
    yield { start, channels: run };
    start += run[0]?.length ?? 0;
  }
}

function pcm(view: DataView, bytes: number, channels: number): Float32Array[] {
  const length = Math.floor(view.byteLength / bytes / channels);
  const scale = 2 ** (8 * bytes - 1);
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length }, (_sample, index) => {
      const at = (index * channels + channel) * bytes;
      const low = bytes === 2 ? view.getInt16(at, true) : view.getUint16(at, true) + view.getInt8(at + 2) * 65_536;
      return low / scale;
    }),
  );
}

/** SMPTE ST 331, 7: a header of 4 bytes, then for each sample eight words of 32 bits, with 24 of sound from bit 4 on. */
function aesWords(view: DataView, channels: number): Float32Array[] {
  const length = Math.floor((view.byteLength - 4) / 32);
  return Array.from({ length: Math.min(8, channels) }, (_, channel) =>
    Float32Array.from(
      { length },
      (_sample, index) => ((view.getInt32(4 + index * 32 + channel * 4, true) << 4) >> 8) / 2 ** 23,
    ),
  );
}
