import {
  deltaEBins,
  type DeltaEHistograms,
  type FrameComparison,
  type FrameShape,
  type SquaredErrors,
  type SsimSums,
} from './quality-kernels';
import { byColour } from './results';
import { lightWeights, linearLight, lumaWeights } from './tables';
import { deltaEBin, fastDeltaE, labPlaces } from './twin-delta-e';
import { markFlat } from './twin-flat';
import { lumaOf } from './twin-frame-meter';
import { halvePlane, ssimOfPlanes, type LumaPair } from './twin-ssim';

/** The comparison in plain TypeScript: what the one in WebAssembly is held to, and what runs where that cannot. */
export class TwinFrameComparison implements FrameComparison {
  readonly source: Uint8Array<ArrayBuffer>;
  readonly output: Uint8Array<ArrayBuffer>;
  readonly sourceLuma: Uint8Array<ArrayBuffer>;
  readonly outputLuma: Uint8Array<ArrayBuffer>;
  readonly lumaStride: number;
  readonly #shape: FrameShape;
  readonly #scales: LumaPair[] = [];
  readonly #marks: Uint8Array;
  readonly #histograms: DeltaEHistograms = { flat: new Uint32Array(deltaEBins), rest: new Uint32Array(deltaEBins) };

  constructor(shape: FrameShape) {
    const { width, height } = shape;
    this.#shape = shape;
    this.source = new Uint8Array(width * height * 4);
    this.output = new Uint8Array(width * height * 4);
    this.lumaStride = width;
    this.sourceLuma = new Uint8Array(width * height);
    this.outputLuma = new Uint8Array(width * height);
    this.#marks = new Uint8Array(width * height);
    this.#scales.push({ width, height, stride: width, source: this.sourceLuma, output: this.outputLuma });
  }

  takePlanes(): SquaredErrors {
    const weights = lumaWeights(this.#shape.pixelOrder);
    const sums = [0, 0, 0, 0];
    for (let index = 0; index < this.sourceLuma.length; index++) {
      const one = lumaOf(this.source, 4 * index, weights);
      const other = lumaOf(this.output, 4 * index, weights);
      this.sourceLuma[index] = one;
      this.outputLuma[index] = other;
      for (let part = 0; part < 3; part++) {
        sums[part]! += (this.source[4 * index + part]! - this.output[4 * index + part]!) ** 2;
      }
      sums[3]! += (one - other) ** 2;
    }
    return byColour(sums, this.#shape.pixelOrder);
  }

  ssim(scales: number): SsimSums[] {
    const sums: SsimSums[] = [];
    for (let index = 0; index < scales; index++) {
      if (Math.min(this.#shape.width, this.#shape.height) >> index < 8) break;
      if (index > 0) this.#halve(index);
      sums.push(ssimOfPlanes(this.#scales[index]!));
    }
    return sums;
  }

  deltaE(every: number): DeltaEHistograms {
    const { width, height, pixelOrder } = this.#shape;
    const { flat, rest } = this.#histograms;
    const tables = { linear: new Float32Array(linearLight), weights: new Float32Array(lightWeights(pixelOrder)) };
    const source = new Uint32Array(this.source.buffer);
    const output = new Uint32Array(this.output.buffer);
    markFlat(source, width, height, this.#marks, width);
    flat.fill(0);
    rest.fill(0);
    for (let y = 0; y < height; y++) {
      for (let at = y * width + ((2 * y) % every); at < (y + 1) * width; at += every) {
        const same = ((source[at]! ^ output[at]!) & 0x00ffffff) === 0;
        const bin = same ? 0 : deltaEBin(fastDeltaE(labPlaces(source[at]!, tables), labPlaces(output[at]!, tables)));
        (this.#marks[at] === 0 ? rest : flat)[bin]!++;
      }
    }
    return this.#histograms;
  }

  #halve(index: number): void {
    const from = this.#scales[index - 1]!;
    const width = from.width >> 1;
    const height = from.height >> 1;
    const to = (this.#scales[index] ??= {
      width,
      height,
      stride: width,
      source: new Uint8Array(width * height),
      output: new Uint8Array(width * height),
    });
    halvePlane(from.source, from.stride, to.source, to);
    halvePlane(from.output, from.stride, to.output, to);
  }
}
