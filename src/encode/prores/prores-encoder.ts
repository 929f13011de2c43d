import { openProResKernel } from '../../kernels/prores/load-kernel';
import { conversionWeights, type ProResKernel, type ProResKernelSettings } from '../../kernels/prores/prores-kernel';
import { fillBand, type FramePixels } from './band';
import { proResColours } from './colour';
import { deepWords, frameWords } from './frame-words';
import {
  frameHeader,
  frameSizeBytes,
  pictureHeader,
  pictureHeaderBytes,
  sliceHeaderBytes,
  writeSliceHeader,
} from './frame-header';
import { PacketBuffer } from './packet-buffer';
import { proResProfiles, targetFrameBytes } from './profiles';
import { codingOf, coarsest, type Coarseness } from './quantiser';
import {
  BudgetKeeper,
  Dither,
  searchQuantiser,
  SliceCosts,
  type FrameBudget,
  type QuantiserChoice,
} from './rate-control';
import { checkProResSettings, type CheckedSettings, type ProResSettings } from './settings';
import { picturesOf, slicesOf, type PictureLayout, type Slice } from './slice-layout';

/** How much of the target no frame's colour may exceed, where its coarsest quantiser can help it. */
const limitShare = 1.04;

/** One slice in so many is tried before a frame is coded, and at least so many. */
const sampleEvery = 20;
const fewestSamples = 24;

/** Encodes frames one by one, each from itself alone: the same pixels give the same bytes, whatever came before. */
export class ProResFrameEncoder {
  readonly settings: CheckedSettings;
  /** Passes over whole frames, samples counted by their share, and frames: what the rate control costs. */
  readonly statistics = { passes: 0, frames: 0 };
  readonly #kernel: ProResKernel;
  readonly #pictures: readonly PictureLayout[];
  readonly #slices: readonly Slice[];
  readonly #samples: readonly number[];
  readonly #header: Uint8Array<ArrayBuffer>;
  readonly #budget: FrameBudget;
  /** Bytes of all headers and slice tables. */
  readonly #overhead: number;
  readonly #activity: Float64Array;
  readonly #macroblocksWide: number;
  readonly #packet: PacketBuffer;
  readonly #deepWords: Uint16Array<ArrayBuffer>;

  constructor(settings: CheckedSettings, kernel: ProResKernel) {
    const { width, height, scan, alphaBits, profile } = settings;
    this.settings = settings;
    this.#kernel = kernel;
    this.#pictures = picturesOf(height, scan);
    this.#slices = slicesOf(width, this.#pictures);
    this.#samples = sampleIndices(this.#slices.length);
    this.#header = frameHeader(settings);
    const target = targetFrameBytes(proResProfiles[profile], width, height);
    this.#budget = { target, limit: Math.floor(target * limitShare) };
    this.#overhead =
      this.#header.length +
      this.#pictures.length * pictureHeaderBytes +
      this.#slices.length * (2 + sliceHeaderBytes(alphaBits > 0));
    this.#activity = new Float64Array(this.#slices.length);
    this.#macroblocksWide = Math.ceil(width / 16);
    this.#deepWords = deepWords(settings);
    this.#packet = new PacketBuffer(this.#budget.limit + (1 << 16));
  }

  /** @throws ExportError `invalid-input` */
  static async open(given: ProResSettings): Promise<ProResFrameEncoder> {
    const settings = checkProResSettings(given);
    return new ProResFrameEncoder(settings, await openProResKernel(kernelSettings(settings)));
  }

  /**
   * @param pixels `width × height` pixels of the settings' format, top row first, no padding, straight alpha
   * @returns a packet of its own memory
   * @throws ExportError `invalid-input` when the length is wrong or a float is not finite
   */
  encode(pixels: ArrayBuffer | SharedArrayBuffer, frameIndex?: number): Uint8Array<ArrayBuffer> {
    const { width, pixelFormat } = this.settings;
    const words = frameWords(pixels, this.settings, this.#deepWords, frameIndex);
    const wordsPerPixel = pixelFormat === 'bgra8' ? 1 : 2;
    const frame: FramePixels = { words, wordsPerPixel, width, pictures: this.#pictures };
    this.statistics.frames++;
    const costs = this.#look(frame);
    let choice = this.#choose(frame, costs);
    let expected = this.#expect(costs, choice);
    for (let attempt = 1; ; attempt++) {
      const keeper = new BudgetKeeper(this.#budget, choice, expected, this.#overhead);
      const coded = this.#code(frame, keeper);
      this.statistics.passes++;
      if (keeper.spent <= this.#budget.limit || coded.quantisers.every((quantiser) => quantiser === coarsest)) {
        return this.#packet.finish(frameSizeBytes);
      }
      [choice, expected] = this.#chooseAgain(coded, choice, attempt);
    }
  }

  /** How busy every slice is. */
  #look(frame: FramePixels): SliceCosts {
    let filled: Slice | undefined;
    for (const [index, slice] of this.#slices.entries()) {
      if (slice.picture !== filled?.picture || slice.row !== filled.row) {
        fillBand(this.#kernel, frame, slice.picture, slice.row, 0, this.#macroblocksWide);
        filled = slice;
      }
      const differences = slice.macroblocks * 16 * 4 * 2 * 3;
      this.#activity[index] = this.#kernel.activity(slice.firstMacroblock, slice.macroblocks) / differences;
    }
    return new SliceCosts(this.#slices, this.#activity);
  }

  #choose(frame: FramePixels, costs: SliceCosts): QuantiserChoice {
    const target = this.#budget.target - this.#overhead;
    return searchQuantiser(target, 4, (quantiser) => {
      let bytes = 0;
      for (const index of this.#samples) {
        const { picture, row, firstMacroblock, macroblocks } = this.#slices[index]!;
        fillBand(this.#kernel, frame, picture, row, firstMacroblock, macroblocks);
        this.#kernel.take(firstMacroblock, macroblocks);
        bytes += this.#kernel.code(codingOf(quantiser), 0);
      }
      this.statistics.passes += this.#samples.length / this.#slices.length;
      return (bytes * costs.sum(this.#slices.keys(), quantiser)) / costs.sum(this.#samples, quantiser);
    });
  }

  #expect(costs: SliceCosts, { quantiser, bytes }: QuantiserChoice): Float64Array {
    const expected = Float64Array.from(this.#slices, (_, index) => costs.of(index, quantiser));
    const scale = bytes / expected.reduce((sum, cost) => sum + cost, 0);
    return expected.map((cost) => cost * scale);
  }

  /** After a pass that took too much: what each slice took says what it will take. */
  #chooseAgain(
    { quantisers, bytes }: CodedSlices,
    { slope }: QuantiserChoice,
    attempt: number,
  ): [QuantiserChoice, Float64Array] {
    const atOne = bytes.map((taken, index) => taken * quantisers[index]! ** slope);
    const sum = atOne.reduce((all, each) => all + each, 0);
    const mean = quantisers.reduce((all, each) => all + each, 0) / quantisers.length;
    const reached = (sum / Math.max(1, this.#budget.target - this.#overhead)) ** (1 / slope);
    // Of a few slices, all may round back to what they had: ever larger steps come to an end.
    const atLeast = attempt === 1 ? mean * 1.03 : mean + 2 ** (attempt - 2);
    const quantiser = Math.min(Math.max(reached, atLeast), coarsest);
    const expected = atOne.map((each) => each / quantiser ** slope);
    return [{ quantiser, slope, bytes: sum / quantiser ** slope }, expected];
  }

  /** Codes the whole frame into the packet. */
  #code(frame: FramePixels, keeper: BudgetKeeper): CodedSlices {
    const dither = new Dither();
    const coded = { quantisers: new Float64Array(this.#slices.length), bytes: new Float64Array(this.#slices.length) };
    this.#packet.begin(this.#header);
    let wanted = keeper.quantiser();
    let next = 0;
    for (const picture of this.#pictures.keys()) {
      const count = this.#slices.filter((slice) => slice.picture === picture).length;
      const pictureAt = this.#packet.length;
      this.#packet.append(pictureHeader(count, 0));
      const tableAt = this.#packet.length;
      this.#packet.append(new Uint8Array(2 * count));
      for (let inPicture = 0; inPicture < count; inPicture++, next++) {
        const slice = this.#slices[next]!;
        if (slice.firstMacroblock === 0) {
          fillBand(this.#kernel, frame, picture, slice.row, 0, this.#macroblocksWide);
          wanted = keeper.quantiser();
        }
        const sliceAt = this.#packet.length;
        const coarseness = dither.next(wanted);
        const bytes = this.#codeSlice(slice, coarseness);
        this.#packet.setUint16(tableAt + 2 * inPicture, this.#packet.length - sliceAt);
        keeper.add(next, coarseness, bytes);
        coded.quantisers[next] = coarseness;
        coded.bytes[next] = bytes;
      }
      this.#packet.replace(pictureAt, pictureHeader(count, this.#packet.length - pictureAt));
    }
    return coded;
  }

  /** Appends a slice of the band to the packet: RDD 36, 5.3. @returns bytes of its colour */
  #codeSlice({ firstMacroblock, macroblocks }: Slice, coarseness: Coarseness): number {
    const kernel = this.#kernel;
    const { alphaBits } = this.settings;
    const hasAlpha = alphaBits !== 0;
    const coding = codingOf(coarseness);
    const headerBytes = sliceHeaderBytes(hasAlpha);
    kernel.take(firstMacroblock, macroblocks);
    const bytes = kernel.code(coding, headerBytes);
    const end = headerBytes + bytes;
    const alphaBytes = hasAlpha ? kernel.codeAlpha(firstMacroblock, macroblocks, alphaBits, end) : 0;
    writeSliceHeader(kernel.output, 0, coding.quantiser, kernel.codedBytes, hasAlpha);
    this.#packet.append(kernel.output.subarray(0, end + alphaBytes));
    return bytes;
  }
}

interface CodedSlices {
  quantisers: Float64Array;
  /** Of colour alone. */
  bytes: Float64Array;
}

export function kernelSettings({ profile, width, scan, colour, pixelFormat }: CheckedSettings): ProResKernelSettings {
  const { chroma, lumaMatrix, chromaMatrix } = proResProfiles[profile];
  const { kr, kb } = proResColours[colour];
  return {
    macroblocksWide: Math.ceil(width / 16),
    halvedChroma: chroma === '422',
    interlaced: scan !== 'progressive',
    lumaMatrix,
    chromaMatrix,
    deep: pixelFormat !== 'bgra8',
    weights: conversionWeights(kr, kb, pixelFormat !== 'bgra8'),
  };
}

/** Slices spread over the frame, off any grid its content may follow. */
function sampleIndices(count: number): number[] {
  const samples = Math.min(count, Math.max(fewestSamples, Math.ceil(count / sampleEvery)));
  const golden = 0.6180339887498949;
  return Array.from({ length: samples }, (_, index) =>
    Math.floor(((index + ((index * golden) % 1)) * count) / samples),
  );
}
