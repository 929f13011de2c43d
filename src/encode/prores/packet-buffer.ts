/** A packet in the making, in memory that is used again for the next. */
export class PacketBuffer {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  /** @param capacity bytes that most packets will do with */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  begin(header: Uint8Array): void {
    this.#length = 0;
    this.append(header);
  }

  append(bytes: Uint8Array): void {
    const end = this.#length + bytes.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = end;
  }

  /** Writes over bytes that are there. */
  replace(at: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, at);
  }

  setUint16(at: number, value: number): void {
    this.#bytes[at] = value >> 8;
    this.#bytes[at + 1] = value & 255;
  }

  /** @returns a copy, its length in the first `sizeBytes` bytes */
  finish(sizeBytes: number): Uint8Array<ArrayBuffer> {
    const packet = this.#bytes.slice(0, this.#length);
    for (let byte = 0; byte < sizeBytes; byte++) packet[byte] = (this.#length >>> (8 * (sizeBytes - 1 - byte))) & 255;
    return packet;
  }
}
