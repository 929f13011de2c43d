import { fixedPoint, largestComponent, type FixedPoint } from './fixed-point';
import { planarLayout, type PlanarKernel, type PlanarKernelSettings, type PlanarLayout } from './planar-kernel';

/** One of a pixel's first three components, by where the pixel lies; beyond the edges the last ones go on. */
type Component = (x: number, y: number, component: number) => number;

/** The conversion in plain TypeScript. */
export class TwinPlanarKernel implements PlanarKernel {
  readonly #settings: PlanarKernelSettings;
  readonly #layout: PlanarLayout;
  readonly #fixed: FixedPoint;
  readonly #planes: Uint8Array<ArrayBuffer>;

  constructor(settings: PlanarKernelSettings) {
    this.#settings = settings;
    this.#layout = planarLayout(settings);
    this.#fixed = fixedPoint(settings);
    this.#planes = new Uint8Array(this.#layout.byteLength);
  }

  convert(frame: ArrayBufferLike): Uint8Array<ArrayBuffer> {
    const { width, height } = this.#settings;
    const { chromaWidth, chromaHeight, lumaBytes, chromaBytes } = this.#layout;
    const component = this.#componentsOf(frame);
    const summed = this.#summed(component);
    this.#convertPlane(0, 0, width, height, component);
    this.#convertPlane(1, lumaBytes, chromaWidth, chromaHeight, summed);
    this.#convertPlane(2, lumaBytes + chromaBytes, chromaWidth, chromaHeight, summed);
    return this.#planes;
  }

  #convertPlane(index: 0 | 1 | 2, at: number, columns: number, rows: number, component: Component): void {
    const { shift, ...fixed } = this.#fixed;
    const { raise, drop, offset } = index === 0 ? fixed.luma : fixed.chroma;
    const [h0, h1, h2] = fixed.high[index]!;
    const [l0, l1, l2] = fixed.low[index]!;
    const codes =
      this.#layout.sampleBytes === 1
        ? this.#planes.subarray(at)
        : new Uint16Array(this.#planes.buffer, at, columns * rows);
    for (let y = 0, to = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++, to++) {
        const [a, b, c] = [component(x, y, 0), component(x, y, 1), component(x, y, 2)];
        const high = h0 * a + h1 * b + h2 * c;
        const low = l0 * a + l1 * b + l2 * c;
        codes[to] = ((high << raise) + (low >> drop) + offset) >> shift;
      }
    }
  }

  #componentsOf(frame: ArrayBufferLike): Component {
    const { width, height, source } = this.#settings;
    const place = (x: number, y: number): number =>
      4 * (Math.min(y, height - 1) * width + Math.max(0, Math.min(x, width - 1)));
    if (source === 'bgra8') {
      const bytes = new Uint8Array(frame);
      return (x, y, component) => bytes[place(x, y) + component]!;
    }
    const halves = new Uint16Array(frame);
    return (x, y, component) => wordOfHalf(halves[place(x, y) + component]!);
  }

  /** What chroma is made of: of bytes a sum, of words a mean, rounded up at each step as SIMD does. */
  #summed(at: Component): Component {
    const { chroma, source } = this.#settings;
    const deep = source !== 'bgra8';
    const mean = (one: number, other: number): number => (one + other + 1) >> 1;
    switch (chroma) {
      case '4:4:4':
        return at;
      case '4:2:2':
        return (x, y, c) => {
          const [left, own, right] = [at(2 * x - 1, y, c), at(2 * x, y, c), at(2 * x + 1, y, c)];
          return deep ? mean(own, mean(left, right)) : left + 2 * own + right;
        };
      case '4:2:0':
        return (x, y, c) => {
          const [top, bottom] = [2 * y, 2 * y + 1];
          const [one, other] = [at(2 * x, top, c), at(2 * x + 1, top, c)];
          const [under, beside] = [at(2 * x, bottom, c), at(2 * x + 1, bottom, c)];
          return deep ? mean(mean(one, under), mean(other, beside)) : one + other + under + beside;
        };
    }
  }
}

/** A half float (IEEE 754 binary16) of 0 … 1 in 15 bits. What is negative counts as 0, infinity and what is no number as 1. */
function wordOfHalf(bits: number): number {
  if (bits >> 15) return 0;
  const exponent = bits >> 10;
  const value = exponent === 0 ? bits * 2 ** -24 : (1 + (bits & 1023) / 1024) * 2 ** (exponent - 15);
  const scaled = Math.fround(Math.min(1, value) * largestComponent['rgba-f16']);
  // In single precision this leaves no room for a fraction.
  return Math.fround(scaled + 2 ** 23) - 2 ** 23;
}
