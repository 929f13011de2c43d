import type { EncodedAudio, EncodedAudioPacket } from '../audio/audio-source';
import type { StoredAudio } from './export-database';

/** Encoded sound as it is stored. */
export function packAudio({ packets, ...rest }: EncodedAudio, exportId: string): StoredAudio {
  const table = new Float64Array(packets.length * 3);
  const data = new Uint8Array(packets.reduce((sum, packet) => sum + packet.data.byteLength, 0));
  let at = 0;
  packets.forEach((packet, index) => {
    table.set([packet.data.byteLength, packet.startSample, packet.sampleCount], index * 3);
    data.set(packet.data, at);
    at += packet.data.byteLength;
  });
  return { ...rest, exportId, data, table };
}

export function unpackAudio(stored: StoredAudio): EncodedAudio {
  const { data, table, settings, decoderConfig, primingSamples, length } = stored;
  const packets: EncodedAudioPacket[] = [];
  let at = 0;
  for (let row = 0; row < table.length; row += 3) {
    const byteLength = table[row]!;
    packets.push({
      data: data.subarray(at, at + byteLength),
      startSample: table[row + 1]!,
      sampleCount: table[row + 2]!,
    });
    at += byteLength;
  }
  return { settings, decoderConfig, primingSamples, length, packets };
}
