/** Bytes of a PNG's signature; of a chunk's length and type, and of its checksum. */
const [signatureBytes, headBytes, checksumBytes] = [8, 8, 4];

/** A PNG without what it says about itself in text, as it came from the encoder. */
export function withoutText(png: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const kept = new Uint8Array(png.length);
  kept.set(png.subarray(0, signatureBytes));
  let length = signatureBytes;
  for (let at = signatureBytes; at + headBytes <= png.length;) {
    const end = Math.min(png.length, at + headBytes + view.getUint32(at) + checksumBytes);
    const type = String.fromCharCode(...png.subarray(at + 4, at + headBytes));
    if (type !== 'iTXt') {
      kept.set(png.subarray(at, end), length);
      length += end - at;
    }
    at = end;
  }
  return kept.slice(0, length);
}
