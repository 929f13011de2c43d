/** SMPTE ST 330: the label of a basic UMID as ffmpeg writes it, without the instance number that ends its first half. */
const label = [0x06, 0x0a, 0x2b, 0x34, 0x01, 0x01, 0x01, 0x05, 0x01, 0x01, 0x0d, 0x00, 0x13];

/** Instance number and material number, without the last byte: ffmpeg tells a file's packages apart by that one. */
const prefixBytes = label.length + 3;
const numberBytes = 15;
const umidBytes = prefixBytes + numberBytes + 1;

/**
 * Sets the material number of every UMID of an MXF file as the file passes by, in pieces of any size: ffmpeg leaves it
 * zero where its output is to be reproducible.
 */
export class UmidPatch {
  private readonly number: Uint8Array;
  private rest = new Uint8Array();
  /** How many were set. */
  count = 0;

  /** @param number 15 bytes */
  constructor(number: Uint8Array) {
    if (number.length !== numberBytes) throw new RangeError(`A material number has ${numberBytes} bytes.`);
    this.number = number;
  }

  /** Takes the next piece. @returns what is ready of the file: never more than was taken */
  take(piece: Uint8Array): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.rest.length + piece.length);
    bytes.set(this.rest);
    bytes.set(piece, this.rest.length);
    this.patch(bytes);
    const ready = Math.max(0, bytes.length - umidBytes + 1);
    this.rest = bytes.slice(ready);
    return bytes.slice(0, ready);
  }

  /** The end of the file. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.rest;
  }

  private patch(bytes: Uint8Array): void {
    for (let at = bytes.indexOf(label[0]!); at >= 0; at = bytes.indexOf(label[0]!, at + 1)) {
      if (at + umidBytes > bytes.length) return;
      if (!label.every((byte, index) => bytes[at + index] === byte)) continue;
      bytes.set(this.number, at + prefixBytes);
      this.count++;
      at += umidBytes - 1;
    }
  }
}
