import kernelBase64 from './assembly/index.ts?kernel';
import { compileWasm } from '../wasm-module';
import type { PixelOrder } from './quality-kernels';
import { lightWeights, linearLight, lumaWeights } from './tables';

type MeasureRows = (
  rows: number,
  width: number,
  count: number,
  cellRows: number,
  edges: number,
  columns: number,
  cells: number,
  cellCount: number,
  scratch: number,
  scratchBytes: number,
) => void;

/** What `assembly/index.ts` exports; addresses come as globals. */
export interface KernelExports {
  memory: WebAssembly.Memory;
  takePlanes: (
    source: number,
    output: number,
    width: number,
    height: number,
    sourceLuma: number,
    outputLuma: number,
    stride: number,
  ) => void;
  halvePlane: (from: number, fromStride: number, width: number, height: number, to: number, toStride: number) => void;
  ssimOfPlanes: (
    one: number,
    other: number,
    stride: number,
    width: number,
    height: number,
    scratch: number,
    arrayBytes: number,
  ) => void;
  markFlat: (
    frame: number,
    width: number,
    height: number,
    marks: number,
    stride: number,
    equals: number,
    counts: number,
  ) => void;
  countDeltaE: (
    source: number,
    output: number,
    width: number,
    height: number,
    every: number,
    marks: number,
    markStride: number,
    flat: number,
    rest: number,
  ) => void;
  measurePixels: MeasureRows;
  measureLuma: MeasureRows;
  addChroma: (
    rows: number,
    width: number,
    count: number,
    cellRows: number,
    edges: number,
    columns: number,
    cells: number,
    part: number,
  ) => void;
}

const pageBytes = 65536;
export const upTo16 = (bytes: number): number => (bytes + 15) & ~15;

let compiled: Promise<WebAssembly.Module> | undefined;

/** An instance with its tables filled, and memory to give out. */
export class KernelInstance {
  readonly exports: KernelExports;
  readonly #globals: WebAssembly.Exports;
  #end: number;

  private constructor(instance: WebAssembly.Instance) {
    this.exports = instance.exports as unknown as KernelExports;
    this.#globals = instance.exports;
    this.#end = this.address('freeMemory');
  }

  static async open(pixelOrder: PixelOrder): Promise<KernelInstance> {
    compiled ??= compileWasm(kernelBase64);
    const kernel = new KernelInstance(await WebAssembly.instantiate(await compiled));
    const { buffer } = kernel.exports.memory;
    new Float32Array(buffer, kernel.address('linear'), 256).set(linearLight);
    new Float32Array(buffer, kernel.address('lightWeights'), 9).set(lightWeights(pixelOrder));
    new Int32Array(buffer, kernel.address('lumaWeights'), 3).set(lumaWeights(pixelOrder));
    return kernel;
  }

  address(name: string): number {
    return (this.#globals[name] as WebAssembly.Global).value as number;
  }

  /** An address of so many bytes that are the caller's, and 64 before and after them that may be touched. */
  reserve(bytes: number): number {
    const at = upTo16(this.#end) + 64;
    this.#end = at + upTo16(bytes) + 64;
    const missing = this.#end - this.exports.memory.buffer.byteLength;
    if (missing > 0) this.exports.memory.grow(Math.ceil(missing / pageBytes));
    return at;
  }
}
