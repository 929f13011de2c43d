import { unpackAlpha } from '../encode/alpha-packets';
import type { EncodedSegment } from '../encode/segment-encoder';
import { openPacketHash } from '../quality/file-hash';

/** Checksums of a segment's packets as they are in a file, in the order they were encoded. */
export async function packetHashesOf({ data, packets, decoderConfig }: EncodedSegment): Promise<string[]> {
  const hashOf = await openPacketHash();
  let at = 0;
  return packets.map(({ byteLength }) => {
    const { colour, alpha } = unpackAlpha(data.subarray(at, (at += byteLength)), decoderConfig);
    return hashOf(colour, alpha);
  });
}
