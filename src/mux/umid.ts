/** SMPTE ST 330: the label of a basic UMID as ffmpeg writes it, without the instance number that ends its first half. */
const label = [0x06, 0x0a, 0x2b, 0x34, 0x01, 0x01, 0x01, 0x05, 0x01, 0x01, 0x0d, 0x00, 0x13];

const umidBytes = 32;

/** A UMID of its own for content with this hash. @param hash 16 bytes, of which the last is left out */
export function basicUmid(hash: Uint8Array): Uint8Array {
  const umid = new Uint8Array(umidBytes);
  umid.set(label);
  umid.set(hash.subarray(0, 15), label.length + 3);
  return umid;
}

/**
 * Sets every UMID of an MXF file as the file passes by, in pieces of any size: ffmpeg leaves their numbers zero where its
 * output is to be reproducible, but for the last byte, by which it tells a file's packages apart. The material's, which
 * has 0 there, becomes the one given; those of the other packages follow it.
 */
export class UmidPatch {
  private readonly umid: Uint8Array;
  private rest = new Uint8Array();
  /** How many were set. */
  count = 0;

  /** @param umid the material's, 32 bytes */
  constructor(umid: Uint8Array) {
    if (umid.length !== umidBytes) throw new RangeError(`A basic UMID has ${umidBytes} bytes, not ${umid.length}.`);
    this.umid = umid;
  }

  /** Takes the next piece. @returns what is ready of the file: never more than was taken */
  take(piece: Uint8Array): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.rest.length + piece.length);
    bytes.set(this.rest);
    bytes.set(piece, this.rest.length);
    // What is patched must not be found again, in the beginning of the next piece.
    const settled = this.patch(bytes);
    const ready = Math.max(settled, bytes.length - umidBytes + 1);
    this.rest = bytes.slice(ready);
    return bytes.slice(0, ready);
  }

  /** The end of the file. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.rest;
  }

  /** @returns where the last UMID ends; 0: there is none */
  private patch(bytes: Uint8Array): number {
    let settled = 0;
    for (let at = bytes.indexOf(label[0]!); at >= 0; at = bytes.indexOf(label[0]!, at + 1)) {
      if (at + umidBytes > bytes.length) break;
      if (!label.every((byte, index) => bytes[at + index] === byte)) continue;
      const packageNumber = bytes[at + umidBytes - 1]!;
      bytes.set(this.umid, at);
      bytes[at + umidBytes - 1] = this.umid[umidBytes - 1]! + packageNumber;
      settled = at + umidBytes;
      this.count++;
      at = settled - 1;
    }
    return settled;
  }
}
