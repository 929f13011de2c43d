/** Numbers one after another in one array, which doubles when it is full: eight bytes each, whatever there are. */
export class NumberList {
  #values = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** What there is so far; not a copy. */
  view(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
