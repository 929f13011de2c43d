/** Marks a segment's `decoderConfig`: each of its packets holds two, the picture's and its transparency's. */
export interface AlphaDecoderConfig extends VideoDecoderConfig {
  stepframeAlpha: true;
}

/** Bytes before the two packets: how long the first one is. */
const headerBytes = 4;

/** Two packets as one, so that they are stored and counted as one. */
export function packAlpha(colour: Uint8Array, alpha: Uint8Array): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(headerBytes + colour.length + alpha.length);
  new DataView(packed.buffer).setUint32(0, colour.length);
  packed.set(colour, headerBytes);
  packed.set(alpha, headerBytes + colour.length);
  return packed;
}

/** The two packets of one; no alpha where the segment has none. */
export function unpackAlpha(
  data: Uint8Array<ArrayBuffer>,
  config: VideoDecoderConfig,
): { colour: Uint8Array<ArrayBuffer>; alpha: Uint8Array<ArrayBuffer> | null } {
  if (!('stepframeAlpha' in config)) return { colour: data, alpha: null };
  const length = new DataView(data.buffer, data.byteOffset).getUint32(0);
  return {
    colour: data.subarray(headerBytes, headerBytes + length),
    alpha: data.subarray(headerBytes + length),
  };
}
