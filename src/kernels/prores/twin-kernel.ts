import { BitWriter } from './bit-writer';
import {
  bandMargin,
  outputBytes,
  type ProResKernel,
  type ProResKernelSettings,
  type SliceCoding,
} from './prores-kernel';
import { blockOffsets, interlacedScan, inverseSteps, progressiveScan } from './tables';
import { putAlphaDifference, putAlphaRun, putLevels } from './twin-entropy';
import { quantise, transformBlock } from './twin-transform';

interface Component {
  /** 16 rows of `rowSamples` samples, in 1/32 of a 10-bit code. */
  plane: Int16Array;
  blocksPerMacroblock: number;
  /** Where in the plane each block begins. */
  offsets: number[];
  inverseSteps: Float32Array;
  /** Of one block after another, 64 each. */
  coefficients: Float32Array;
}

const rowSamples = 128;
/** A sample has 5 fractional bits; limited-range luma begins at code 64, and 512 is the middle. */
const lumaStart = (64 - 512) << 5;

/** The kernel in plain TypeScript: what the one in WebAssembly is held to, and what runs where that cannot. */
export class TwinProResKernel implements ProResKernel {
  readonly band: Uint32Array<ArrayBuffer>;
  readonly bandStride: number;
  readonly output = new Uint8Array(outputBytes);
  readonly codedBytes = new Int32Array(3);
  readonly #settings: ProResKernelSettings;
  readonly #scan: readonly number[];
  readonly #components: readonly [Component, Component, Component];
  readonly #levels = new Int16Array(64 * 32);
  readonly #writer = new BitWriter(this.output);
  /** The band's components, four a pixel. */
  readonly #parts: Uint8Array | Uint16Array;
  #macroblocks = 0;

  constructor(settings: ProResKernelSettings) {
    this.#settings = settings;
    this.bandStride = settings.macroblocksWide * 16 + 2 * bandMargin;
    this.band = new Uint32Array(16 * this.bandStride * (settings.deep ? 2 : 1));
    this.#parts = settings.deep ? new Uint16Array(this.band.buffer) : new Uint8Array(this.band.buffer);
    const scan = settings.interlaced ? interlacedScan : progressiveScan;
    this.#scan = scan;
    const component = (kind: 'luma' | 'chroma', matrix: readonly number[]): Component => ({
      plane: new Int16Array(16 * rowSamples),
      blocksPerMacroblock: kind === 'chroma' && settings.halvedChroma ? 2 : 4,
      offsets: blockOffsets(kind, settings.halvedChroma, 2 * rowSamples).map((bytes) => bytes / 2),
      inverseSteps: inverseSteps(matrix, scan),
      coefficients: new Float32Array(64 * 32),
    });
    const chroma = settings.chromaMatrix;
    this.#components = [
      component('luma', settings.lumaMatrix),
      component('chroma', chroma),
      component('chroma', chroma),
    ];
  }

  activity(firstMacroblock: number, macroblocks: number): number {
    const { bandStride } = this;
    let sum = 0;
    for (let row = 1; row < 16; row += 4) {
      const first = row * bandStride + bandMargin + 16 * firstMacroblock;
      for (let at = first; at < first + 16 * macroblocks; at++) {
        sum += this.#distance(at, at - 1) + this.#distance(at, at + bandStride);
      }
    }
    return this.#settings.deep ? sum >> 7 : sum;
  }

  take(firstMacroblock: number, macroblocks: number): void {
    this.#macroblocks = macroblocks;
    this.#convert(firstMacroblock, macroblocks);
    for (const { plane, offsets, coefficients, blocksPerMacroblock } of this.#components) {
      for (let index = 0; index < macroblocks * blocksPerMacroblock; index++) {
        const block = coefficients.subarray(64 * index, 64 * index + 64);
        for (let y = 0; y < 8; y++) {
          const row = offsets[index]! + y * rowSamples;
          block.set(plane.subarray(row, row + 8), 8 * y);
        }
        transformBlock(block);
      }
    }
  }

  code(coding: SliceCoding, at: number): number {
    let end = at;
    for (const [index, component] of this.#components.entries()) {
      const blocks = this.#macroblocks * component.blocksPerMacroblock;
      this.#quantise(component, blocks, coding);
      const start = end;
      this.#writer.begin(start);
      putLevels(this.#writer, this.#levels, blocks, coding.places);
      end = this.#writer.end();
      this.codedBytes[index] = end - start;
    }
    return end - at;
  }

  codeAlpha(firstMacroblock: number, macroblocks: number, bits: 8 | 16, at: number): number {
    const writer = this.#writer;
    const { deep } = this.#settings;
    const scale = bits === 16 && !deep ? 257 : 1;
    writer.begin(at);
    let previous = deep ? 0xffff : 0xff;
    /** Repetitions since the value was coded; below 0: none was yet. */
    let run = -1;
    for (let row = 0; row < 16; row++) {
      const first = row * this.bandStride + bandMargin + 16 * firstMacroblock;
      for (let pixel = first; pixel < first + 16 * macroblocks; pixel++) {
        const value = this.#parts[4 * pixel + 3]!;
        if (run >= 0 && value === previous) {
          run++;
          continue;
        }
        if (run >= 0) putAlphaRun(writer, run);
        putAlphaDifference(writer, (value - previous) * scale, bits);
        previous = value;
        run = 0;
      }
    }
    putAlphaRun(writer, run);
    return writer.end() - at;
  }

  #quantise(
    { coefficients, inverseSteps: inverses }: Component,
    blocks: number,
    { quantiser, deadZone, places }: SliceCoding,
  ): void {
    const inverseQuantiser = Math.fround(1 / quantiser);
    for (let place = 0; place < places; place++) {
      const factor = Math.fround(inverses[place]! * inverseQuantiser);
      const frequency = this.#scan[place]!;
      for (let block = 0; block < blocks; block++) {
        this.#levels[place * blocks + block] = quantise(
          coefficients[64 * block + frequency]!,
          factor,
          place === 0 ? 0 : Math.fround(deadZone),
        );
      }
    }
  }

  /** With half the chroma, a sample is weighed 1 2 1 around the luma sample it sits on. */
  #convert(firstMacroblock: number, macroblocks: number): void {
    const [luma, cb, cr] = this.#components;
    const { halvedChroma, deep } = this.#settings;
    const width = 16 * macroblocks;
    const bits = deep ? 15 : 8;
    const half = 1 << (bits - 1);
    const chroma = (pixel: number, first: number): number => (this.#weighed(pixel, first) + half) >> bits;
    for (let row = 0; row < 16; row++) {
      const from = row * this.bandStride + bandMargin + 16 * firstMacroblock;
      const to = row * rowSamples;
      for (let x = 0; x < width; x++) {
        luma.plane[to + x] = (this.#weighed(from + x, 0) + (lumaStart << bits) + half) >> bits;
      }
      for (const [plane, first] of [
        [cb.plane, 3],
        [cr.plane, 6],
      ] as const) {
        if (!halvedChroma) {
          for (let x = 0; x < width; x++) plane[to + x] = chroma(from + x, first);
          continue;
        }
        for (let x = 0; x < width; x += 2) {
          const at = from + x;
          plane[to + (x >> 1)] = (chroma(at - 1, first) + 2 * chroma(at, first) + chroma(at + 1, first) + 2) >> 2;
        }
      }
    }
  }

  /** A pixel's blue, green and red times three of the weights. */
  #weighed(pixel: number, first: number): number {
    const { weights } = this.#settings;
    const at = 4 * pixel;
    const [blue, green, red] = [this.#parts[at]!, this.#parts[at + 1]!, this.#parts[at + 2]!];
    return blue * weights[first]! + green * weights[first + 1]! + red * weights[first + 2]!;
  }

  #distance(pixel: number, other: number): number {
    let sum = 0;
    for (let part = 0; part < 3; part++)
      sum += Math.abs(this.#parts[4 * pixel + part]! - this.#parts[4 * other + part]!);
    return sum;
  }
}
