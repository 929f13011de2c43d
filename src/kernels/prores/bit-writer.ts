/** Writes codes most significant bit first. */
export class BitWriter {
  readonly #bytes: Uint8Array;
  #at = 0;
  #pending = 0;
  #pendingBits = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  begin(at: number): void {
    this.#at = at;
    this.#pending = 0;
    this.#pendingBits = 0;
  }

  /** Appends up to 32 bits. */
  put(code: number, length: number): void {
    for (let left = length; left > 0;) {
      const taken = Math.min(left, 8 - this.#pendingBits);
      left -= taken;
      this.#pending = (this.#pending << taken) | ((code >>> left) & ((1 << taken) - 1));
      this.#pendingBits += taken;
      if (this.#pendingBits < 8) return;
      this.#bytes[this.#at++] = this.#pending;
      this.#pending = 0;
      this.#pendingBits = 0;
    }
  }

  /** Fills the last byte with zeros. @returns where the next byte goes */
  end(): number {
    if (this.#pendingBits > 0) this.put(0, 8 - this.#pendingBits);
    return this.#at;
  }
}
