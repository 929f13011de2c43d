import kernelBase64 from './assembly/index.ts?kernel';
import { compileWasm } from '../wasm-module';
import {
  bandMargin,
  outputBytes,
  type ProResKernel,
  type ProResKernelSettings,
  type SliceCoding,
} from './prores-kernel';
import {
  blockOffsets,
  dcBooks,
  interlacedScan,
  inverseSteps,
  levelBooks,
  levelCodes,
  progressiveScan,
  runBooks,
  runCodes,
} from './tables';

/** What `assembly/index.ts` exports; addresses come as globals. */
interface KernelExports {
  memory: WebAssembly.Memory;
  takeBytes: (band: number, stride: number, macroblocks: number, halved: boolean) => void;
  takeWords: (band: number, stride: number, macroblocks: number, halved: boolean) => void;
  codeSlice: (
    macroblocks: number,
    halved: boolean,
    inverseQuantiser: number,
    deadZone: number,
    places: number,
    to: number,
  ) => number;
  codeAlpha: (band: number, stride: number, macroblocks: number, bits: number, to: number) => number;
  codeAlphaOfWords: (band: number, stride: number, macroblocks: number, to: number) => number;
  activity: (band: number, stride: number, macroblocks: number) => number;
  activityOfWords: (band: number, stride: number, macroblocks: number) => number;
}

const rowBytes = 256;
const pageBytes = 65536;

let compiled: Promise<WebAssembly.Module> | undefined;

/** The kernel in WebAssembly with SIMD. */
export class WasmProResKernel implements ProResKernel {
  readonly band: Uint32Array<ArrayBuffer>;
  readonly bandStride: number;
  readonly output: Uint8Array<ArrayBuffer>;
  readonly codedBytes: Int32Array<ArrayBuffer>;
  readonly #exports: KernelExports;
  readonly #halved: boolean;
  readonly #deep: boolean;
  readonly #strideBytes: number;
  #macroblocks = 0;

  private constructor(instance: WebAssembly.Instance, settings: ProResKernelSettings) {
    const exports = instance.exports as unknown as KernelExports;
    const address = (name: string): number => (instance.exports[name] as WebAssembly.Global).value as number;
    this.#exports = exports;
    this.#halved = settings.halvedChroma;
    this.#deep = settings.deep;
    this.bandStride = settings.macroblocksWide * 16 + 2 * bandMargin;
    const bandAt = (address('freeMemory') + 15) & ~15;
    this.#strideBytes = this.bandStride * (settings.deep ? 8 : 4);
    const outputAt = bandAt + 16 * this.#strideBytes;
    const missing = outputAt + outputBytes - exports.memory.buffer.byteLength;
    if (missing > 0) exports.memory.grow(Math.ceil(missing / pageBytes));
    const { buffer } = exports.memory;
    this.band = new Uint32Array(buffer, bandAt, 4 * this.#strideBytes);
    this.output = new Uint8Array(buffer, outputAt, outputBytes);
    this.codedBytes = new Int32Array(buffer, address('codedBytes'), 3);
    fillTables(buffer, address, settings);
  }

  /** @throws WebAssembly.CompileError, RangeError where WebAssembly may not or cannot run */
  static async open(settings: ProResKernelSettings): Promise<WasmProResKernel> {
    compiled ??= compileWasm(kernelBase64);
    return new WasmProResKernel(await WebAssembly.instantiate(await compiled), settings);
  }

  activity(firstMacroblock: number, macroblocks: number): number {
    const { activity, activityOfWords } = this.#exports;
    const measure = this.#deep ? activityOfWords : activity;
    return measure(this.#address(firstMacroblock), this.#strideBytes, macroblocks);
  }

  take(firstMacroblock: number, macroblocks: number): void {
    this.#macroblocks = macroblocks;
    const { takeBytes, takeWords } = this.#exports;
    const take = this.#deep ? takeWords : takeBytes;
    take(this.#address(firstMacroblock), this.#strideBytes, macroblocks, this.#halved);
  }

  code({ quantiser, deadZone, places }: SliceCoding, at: number): number {
    const to = this.output.byteOffset + at;
    return this.#exports.codeSlice(this.#macroblocks, this.#halved, 1 / quantiser, deadZone, places, to);
  }

  codeAlpha(firstMacroblock: number, macroblocks: number, bits: 8 | 16, at: number): number {
    const to = this.output.byteOffset + at;
    const band = this.#address(firstMacroblock);
    if (this.#deep) return this.#exports.codeAlphaOfWords(band, this.#strideBytes, macroblocks, to);
    return this.#exports.codeAlpha(band, this.#strideBytes, macroblocks, bits, to);
  }

  /** Of a macroblock's first pixel in the band. */
  #address(macroblock: number): number {
    return this.band.byteOffset + (this.#deep ? 8 : 4) * (bandMargin + 16 * macroblock);
  }
}

function fillTables(
  buffer: ArrayBuffer,
  address: (name: string) => number,
  { interlaced, halvedChroma, lumaMatrix, chromaMatrix, weights }: ProResKernelSettings,
): void {
  const scan = interlaced ? interlacedScan : progressiveScan;
  const words = (name: string, values: ArrayLike<number>): void =>
    new Int32Array(buffer, address(name), values.length).set(values);
  const bytes = (name: string, values: ArrayLike<number>): void =>
    new Uint8Array(buffer, address(name), values.length).set(values);
  words('scan', scan);
  words('weights', weights);
  words('runCodes', runCodes);
  words('levelCodes', levelCodes);
  bytes('runBooks', runBooks);
  bytes('levelBooks', levelBooks);
  bytes('dcBooks', dcBooks);
  const offsets = new Int32Array(buffer, address('blockOffsets'), 64);
  offsets.set(blockOffsets('luma', halvedChroma, rowBytes));
  offsets.set(blockOffsets('chroma', halvedChroma, rowBytes), 32);
  const steps = new Float32Array(buffer, address('inverseSteps'), 128);
  steps.set(inverseSteps(lumaMatrix, scan));
  steps.set(inverseSteps(chromaMatrix, scan), 64);
}
