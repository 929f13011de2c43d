import { ByteReader } from './checks/byte-reader';
import { mxfElements } from './checks/structure/mxf-essence';
import { readMxf } from './checks/structure/mxf-structure';
import { openPacketHash } from './file-hash';
import type { FilmPackets } from './film-packets';

/** SMPTE ST 379-1: items of pictures, of D-10 and of all else. */
const pictureItems = ['05', '15'];

/** Of an MXF file, whose frames are elements of essence. @throws Error for what is none */
export async function readMxfPackets(file: Blob): Promise<FilmPackets> {
  const reader = new ByteReader(file);
  const { picture } = await readMxf(reader);
  if (!picture) throw new Error('The file has no picture.');
  const { times, durations, sizes } = picture.packets;
  const bitrate: number[] = [];
  for (const [index, time] of times.entries()) {
    const second = Math.floor(time);
    bitrate[second] = (bitrate[second] ?? 0) + 8 * sizes[index]!;
  }
  return {
    codec: picture.codec,
    times,
    durationSeconds: (times.at(-1) ?? 0) + (durations.at(-1) ?? 0),
    bitrate,
    async hashes() {
      const hashOf = await openPacketHash();
      const hashes: string[] = [];
      for await (const { from, end } of mxfElements(reader, pictureItems)) {
        hashes.push(hashOf(await reader.read(from, end - from)));
      }
      return hashes;
    },
    dispose: () => undefined,
  };
}
