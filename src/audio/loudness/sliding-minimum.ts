/** The least of the last numbers of a sequence: of those still in the window, only the ones are kept that may yet be it. */
export class SlidingMinimum {
  readonly #values: Float64Array;
  readonly #places: Float64Array;
  readonly #window: number;
  /** The kept ones, rising in value and place, in a circle. */
  #head = 0;
  #count = 0;
  #position = 0;

  /** @param window how many numbers */
  constructor(window: number) {
    this.#window = window;
    this.#values = new Float64Array(window);
    this.#places = new Float64Array(window);
  }

  /** Takes the next number. */
  add(value: number): number {
    const window = this.#window;
    if (this.#count > 0 && this.#places[this.#head]! <= this.#position - window) {
      this.#head = (this.#head + 1) % window;
      this.#count--;
    }
    while (this.#count > 0 && this.#values[(this.#head + this.#count - 1) % window]! >= value) this.#count--;
    const at = (this.#head + this.#count) % window;
    this.#values[at] = value;
    this.#places[at] = this.#position++;
    this.#count++;
    return this.#values[this.#head]!;
  }
}
