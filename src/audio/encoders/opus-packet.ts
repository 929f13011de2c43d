/** Frame lengths in samples at 48 kHz by the configuration number of a packet (RFC 6716 §3.1, table 2). */
const silkFrames = [480, 960, 1920, 2880] as const;
const hybridFrames = [480, 960] as const;
const celtFrames = [120, 240, 480, 960] as const;

/** How many samples at 48 kHz an Opus packet decodes to, read from its first bytes (RFC 6716 §3.1, §3.2). */
export function opusSampleCount(packet: Uint8Array): number {
  const toc = packet[0] ?? 0;
  const configuration = toc >> 3;
  const frame =
    configuration < 12
      ? silkFrames[configuration & 3]!
      : configuration < 16
        ? hybridFrames[configuration & 1]!
        : celtFrames[configuration & 3]!;
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 63;
  return frame * frames;
}

/**
 * The samples at 48 kHz to drop from the start of the decoded sound, out of an identification header (RFC 7845 §5.1).
 *
 * @returns null when the bytes are no such header
 */
export function opusPreSkip(head: Uint8Array): number | null {
  if (head.length < 19 || String.fromCharCode(...head.subarray(0, 8)) !== 'OpusHead') return null;
  return head[10]! | (head[11]! << 8);
}

/** The same header with another number of samples to drop. */
export function withPreSkip(head: Uint8Array<ArrayBuffer>, samples: number): Uint8Array<ArrayBuffer> {
  const changed = head.slice();
  new DataView(changed.buffer).setUint16(10, samples, true);
  return changed;
}
