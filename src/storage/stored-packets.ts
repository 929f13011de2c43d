import type { EncodedAudioPacket } from '../audio/audio-source';
import type { StoredPackets } from './export-database';

/** A run of packets as it is stored. */
export function packPackets(packets: readonly EncodedAudioPacket[]): Pick<StoredPackets, 'data' | 'table'> {
  const table = new Float64Array(packets.length * 3);
  const data = new Uint8Array(packets.reduce((sum, packet) => sum + packet.data.byteLength, 0));
  let at = 0;
  packets.forEach((packet, index) => {
    table.set([packet.data.byteLength, packet.startSample, packet.sampleCount], index * 3);
    data.set(packet.data, at);
    at += packet.data.byteLength;
  });
  return { data, table };
}

export function unpackPackets({ data, table }: Pick<StoredPackets, 'data' | 'table'>): EncodedAudioPacket[] {
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
  return packets;
}
