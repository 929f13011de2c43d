import type { ColourSpaceId } from '../../colour/colour-space';

/** SMPTE ST 2019-1, 7.2: what follows the compression id, of which two bits are the matrix. */
const controlAt = 0x2c;
const matrixMask = 0b110;
const matrixBits = { bt709: 0, bt2020: 1 << 1, unspecified: 3 << 1 } as const;

/** Each field has a header of its own, the second in the middle. */
const interlacedFlag = 2;

/**
 * Says in a frame of DNxHD or DNxHR which matrix it is coded by: ffmpeg says BT.709 of all, and decoders take that for
 * truer than what the container says. Of BT.601 there is no word: the container's counts then.
 */
export function withMatrix(packet: Uint8Array, colourSpace: ColourSpaceId): Uint8Array {
  if (colourSpace === 'bt709' || colourSpace === 'display-p3') return packet;
  const bits = matrixBits[colourSpace === 'bt2020' ? 'bt2020' : 'unspecified'];
  const told = packet.slice();
  const headers = (packet[5]! & interlacedFlag) === 0 ? [0] : [0, packet.length / 2];
  for (const header of headers) {
    const at = header + controlAt;
    told[at] = (told[at]! & ~matrixMask) | bits;
  }
  return told;
}
