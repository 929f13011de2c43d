/** Bytes that are read at once, and held. */
const windowBytes = 1 << 18;

/** Reads a file here and there; what it holds does not grow with the file. */
export class ByteReader {
  #window = new Uint8Array(0);
  #start = 0;

  constructor(readonly file: Blob) {}

  get size(): number {
    return this.file.size;
  }

  /** @returns fewer bytes only where the file ends */
  async read(at: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
    const end = Math.min(this.size, at + count);
    if (at >= end) return new Uint8Array(0);
    if (at < this.#start || end > this.#start + this.#window.length) {
      this.#start = at;
      const piece = this.file.slice(at, Math.max(end, Math.min(this.size, at + windowBytes)));
      this.#window = new Uint8Array(await piece.arrayBuffer());
    }
    return this.#window.slice(at - this.#start, end - this.#start);
  }

  async view(at: number, count: number): Promise<DataView<ArrayBuffer>> {
    return viewOf(await this.read(at, count));
  }
}

export function viewOf(bytes: Uint8Array<ArrayBuffer>): DataView<ArrayBuffer> {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes as characters of ISO 8859-1. */
export function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
