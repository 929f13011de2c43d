import { KernelInstance, upTo16 } from './kernel-instance';
import {
  deltaEBins,
  type DeltaEHistograms,
  type FrameComparison,
  type FrameShape,
  type SquaredErrors,
  type SsimSums,
} from './quality-kernels';
import { byColour } from './results';

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
    return new WasmFrameComparison(await KernelInstance.open(shape.pixelOrder), shape);
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
