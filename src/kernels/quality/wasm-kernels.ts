import kernelBase64 from './assembly/index.ts?kernel';
import { compileWasm } from '../wasm-module';
import {
  deltaEBins,
  gridColumns,
  gridRows,
  type DeltaEHistograms,
  type FrameComparison,
  type FrameMeasures,
  type FrameMeter,
  type FrameShape,
  type SquaredErrors,
  type SsimSums,
} from './quality-kernels';
import { inByteOrder, lightWeights, linearLight, lumaWeights } from './tables';
import { byColour, frameMeasuresOf } from './results';

/** What `assembly/index.ts` exports; addresses come as globals. */
interface KernelExports {
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
  measureFrame: (
    frame: number,
    width: number,
    height: number,
    columns: number,
    lines: number,
    cells: number,
    rows: number,
    rowBytes: number,
  ) => void;
}

const pageBytes = 65536;
const upTo16 = (bytes: number): number => (bytes + 15) & ~15;

let compiled: Promise<WebAssembly.Module> | undefined;

/** An instance with its tables filled, and memory to give out. */
class KernelInstance {
  readonly exports: KernelExports;
  readonly #globals: WebAssembly.Exports;
  #end: number;

  private constructor(instance: WebAssembly.Instance) {
    this.exports = instance.exports as unknown as KernelExports;
    this.#globals = instance.exports;
    this.#end = this.address('freeMemory');
  }

  static async open({ pixelOrder }: FrameShape): Promise<KernelInstance> {
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

/** Luma of both frames at one size. */
interface Scale {
  width: number;
  height: number;
  stride: number;
  source: number;
  output: number;
}

/** The comparison in WebAssembly with SIMD. */
export class WasmFrameComparison implements FrameComparison {
  readonly source: Uint8Array<ArrayBuffer>;
  readonly output: Uint8Array<ArrayBuffer>;
  readonly sourceLuma: Uint8Array<ArrayBuffer>;
  readonly outputLuma: Uint8Array<ArrayBuffer>;
  readonly lumaStride: number;
  readonly #kernel: KernelInstance;
  readonly #shape: FrameShape;
  readonly #scales: Scale[] = [];
  readonly #blockArrayBytes: number;
  readonly #blocks: number;
  readonly #marks: number;
  readonly #flatRows: number;
  readonly #histograms: DeltaEHistograms;

  private constructor(kernel: KernelInstance, shape: FrameShape) {
    const { width, height } = shape;
    this.#kernel = kernel;
    this.#shape = shape;
    const frames = [kernel.reserve(width * height * 4), kernel.reserve(width * height * 4)] as const;
    for (let scale = 0; Math.min(width, height) >> scale >= 8; scale++) {
      const size = { width: width >> scale, height: height >> scale };
      const stride = upTo16(size.width);
      const reserve = (): number => kernel.reserve(stride * size.height);
      this.#scales.push({ ...size, stride, source: reserve(), output: reserve() });
    }
    const { stride, source, output } = this.#scales[0]!;
    this.lumaStride = stride;
    this.#blockArrayBytes = upTo16(4 * ((width >> 2) + 8));
    this.#blocks = kernel.reserve(8 * this.#blockArrayBytes);
    this.#marks = kernel.reserve(stride * height);
    this.#flatRows = kernel.reserve(2 * stride + 64);
    const flat = kernel.reserve(4 * deltaEBins);
    const rest = kernel.reserve(4 * deltaEBins);
    const { buffer } = kernel.exports.memory as { buffer: ArrayBuffer };
    this.source = new Uint8Array(buffer, frames[0], width * height * 4);
    this.output = new Uint8Array(buffer, frames[1], width * height * 4);
    this.sourceLuma = new Uint8Array(buffer, source, stride * height);
    this.outputLuma = new Uint8Array(buffer, output, stride * height);
    this.#histograms = {
      flat: new Uint32Array(buffer, flat, deltaEBins),
      rest: new Uint32Array(buffer, rest, deltaEBins),
    };
  }

  /** @throws WebAssembly.CompileError, RangeError where WebAssembly may not or cannot run */
  static async open(shape: FrameShape): Promise<WasmFrameComparison> {
    return new WasmFrameComparison(await KernelInstance.open(shape), shape);
  }

  takePlanes(): SquaredErrors {
    const { exports } = this.#kernel;
    const { width, height, stride, source, output } = this.#scales[0]!;
    exports.takePlanes(this.source.byteOffset, this.output.byteOffset, width, height, source, output, stride);
    const sums = new BigInt64Array(exports.memory.buffer, this.#kernel.address('squaredErrors'), 4);
    return byColour(Array.from(sums, Number), this.#shape.pixelOrder);
  }

  ssim(scales: number): SsimSums[] {
    return this.#scales.slice(0, scales).map((scale, index) => {
      if (index > 0) this.#halve(this.#scales[index - 1]!, scale);
      const { exports } = this.#kernel;
      const { source, output, stride, width, height } = scale;
      exports.ssimOfPlanes(source, output, stride, width, height, this.#blocks, this.#blockArrayBytes);
      const sums = new Float64Array(exports.memory.buffer, this.#kernel.address('ssimSums'), 2);
      return { windows: ((width >> 2) - 1) * ((height >> 2) - 1), ssim: sums[0]!, contrast: sums[1]! };
    });
  }

  deltaE(every: number): DeltaEHistograms {
    const { exports } = this.#kernel;
    const { width, height } = this.#shape;
    const { flat, rest } = this.#histograms;
    const source = this.source.byteOffset;
    const stride = this.lumaStride;
    const equals = this.#flatRows + 16;
    exports.markFlat(source, width, height, this.#marks, stride, equals, equals + stride + 16);
    flat.fill(0);
    rest.fill(0);
    const output = this.output.byteOffset;
    exports.countDeltaE(source, output, width, height, every, this.#marks, stride, flat.byteOffset, rest.byteOffset);
    return this.#histograms;
  }

  #halve(from: Scale, to: Scale): void {
    const { halvePlane } = this.#kernel.exports;
    halvePlane(from.source, from.stride, from.width, from.height, to.source, to.stride);
    halvePlane(from.output, from.stride, from.width, from.height, to.output, to.stride);
  }
}

/** The meter in WebAssembly with SIMD. */
export class WasmFrameMeter implements FrameMeter {
  readonly frame: Uint8Array<ArrayBuffer>;
  readonly #kernel: KernelInstance;
  readonly #shape: FrameShape;
  readonly #cells: Uint32Array;
  readonly #sums: Uint32Array;
  readonly #rows: number;
  readonly #rowBytes: number;

  private constructor(kernel: KernelInstance, shape: FrameShape) {
    this.#kernel = kernel;
    this.#shape = shape;
    const frameBytes = shape.width * shape.height * 4;
    const frame = kernel.reserve(frameBytes);
    const count = gridColumns * gridRows * 3;
    const sums = kernel.reserve(4 * count);
    this.#rowBytes = upTo16(2 * shape.width);
    this.#rows = kernel.reserve(3 * this.#rowBytes);
    const { buffer } = kernel.exports.memory as { buffer: ArrayBuffer };
    this.frame = new Uint8Array(buffer, frame, frameBytes);
    this.#sums = new Uint32Array(buffer, sums, count);
    this.#cells = new Uint32Array(count);
  }

  /** @throws WebAssembly.CompileError, RangeError where WebAssembly may not or cannot run */
  static async open(shape: FrameShape): Promise<WasmFrameMeter> {
    return new WasmFrameMeter(await KernelInstance.open(shape), shape);
  }

  measure(): FrameMeasures {
    const { exports } = this.#kernel;
    const { width, height, pixelOrder } = this.#shape;
    const { byteOffset } = this.#sums;
    exports.measureFrame(
      this.frame.byteOffset,
      width,
      height,
      gridColumns,
      gridRows,
      byteOffset,
      this.#rows,
      this.#rowBytes,
    );
    const values = new BigInt64Array(exports.memory.buffer, this.#kernel.address('frameMeasures'), 9);
    for (let at = 0; at < this.#cells.length; at += 3) {
      this.#cells.set(inByteOrder([this.#sums[at]!, this.#sums[at + 1]!, this.#sums[at + 2]!], pixelOrder), at);
    }
    return frameMeasuresOf(Array.from(values, Number), this.#cells);
  }
}
