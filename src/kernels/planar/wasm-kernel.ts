import kernelBase64 from './assembly/index.ts?kernel';
import { compileWasm } from '../wasm-module';
import { fixedPoint } from './fixed-point';
import { planarLayout, type PlanarKernel, type PlanarKernelSettings } from './planar-kernel';

type Convert = (
  band: number,
  stride: number,
  rows: number,
  width: number,
  luma: number,
  cb: number,
  cr: number,
  scratch: number,
  chroma: number,
  wide: boolean,
) => void;

/** What `assembly/index.ts` exports; addresses come as globals. */
interface KernelExports {
  memory: WebAssembly.Memory & { buffer: ArrayBuffer };
  convertBytes: Convert;
  convertHalves: Convert;
}

/** Rows that are converted at once: so few that they stay in the processor's cache. Even, for 4:2:0. */
const bandRows = 16;
/** Pixels of room before and after a row. */
const margin = 8;
const pageBytes = 65536;
const chromaKinds = { '4:4:4': 0, '4:2:2': 1, '4:2:0': 2 } as const;
const upTo16 = (bytes: number): number => (bytes + 15) & ~15;

let compiled: Promise<WebAssembly.Module> | undefined;

/** The conversion in WebAssembly with SIMD. */
export class WasmPlanarKernel implements PlanarKernel {
  readonly #settings: PlanarKernelSettings;
  readonly #convert: Convert;
  readonly #band: Uint8Array<ArrayBuffer>;
  readonly #stride: number;
  readonly #planes: Uint8Array<ArrayBuffer>;
  readonly #scratch: number;

  private constructor(instance: WebAssembly.Instance, settings: PlanarKernelSettings) {
    const exports = instance.exports as unknown as KernelExports;
    const address = (name: string): number => (instance.exports[name] as WebAssembly.Global).value as number;
    const { width, source } = settings;
    this.#settings = settings;
    this.#convert = source === 'bgra8' ? exports.convertBytes : exports.convertHalves;
    this.#stride = upTo16((width + 2 * margin) * pixelBytes(source));
    const { byteLength } = planarLayout(settings);
    const band = upTo16(address('freeMemory'));
    const planes = band + bandRows * this.#stride;
    this.#scratch = planes + upTo16(byteLength);
    const missing = this.#scratch + 2 * (2 * width + 32) - exports.memory.buffer.byteLength;
    if (missing > 0) exports.memory.grow(Math.ceil(missing / pageBytes));
    const { buffer } = exports.memory;
    this.#band = new Uint8Array(buffer, band, bandRows * this.#stride);
    this.#planes = new Uint8Array(buffer, planes, byteLength);
    fillWeights(new Int32Array(buffer, address('weights'), 12), settings);
    const { luma, chroma } = fixedPoint(settings);
    new Int32Array(buffer, address('offsets'), 2).set([luma.offset, chroma.offset]);
  }

  /** @throws WebAssembly.CompileError, RangeError where WebAssembly may not or cannot run */
  static async open(settings: PlanarKernelSettings): Promise<WasmPlanarKernel> {
    compiled ??= compileWasm(kernelBase64);
    return new WasmPlanarKernel(await WebAssembly.instantiate(await compiled), settings);
  }

  convert(frame: ArrayBufferLike): Uint8Array<ArrayBuffer> {
    const { width, height, chroma, bits } = this.#settings;
    const { chromaWidth, sampleBytes, lumaBytes, chromaBytes } = planarLayout(this.#settings);
    const first = this.#band.byteOffset + margin * pixelBytes(this.#settings.source);
    const luma = this.#planes.byteOffset;
    const cb = luma + lumaBytes;
    for (let row = 0; row < height; row += bandRows) {
      const rows = Math.min(bandRows, height - row);
      this.#fillBand(frame, row, rows);
      const chromaAt = (chroma === '4:2:0' ? row / 2 : row) * chromaWidth * sampleBytes;
      this.#convert(
        ...([first, this.#stride, rows, width, luma + row * width * sampleBytes] as const),
        ...([cb + chromaAt, cb + chromaBytes + chromaAt, this.#scratch, chromaKinds[chroma], bits === 10] as const),
      );
    }
    return this.#planes;
  }

  #fillBand(frame: ArrayBufferLike, first: number, rows: number): void {
    const pixel = pixelBytes(this.#settings.source);
    const rowBytes = this.#settings.width * pixel;
    for (let row = 0; row < rows; row++) {
      const from = new Uint8Array(frame, (first + row) * rowBytes, rowBytes);
      this.#band.set(from, row * this.#stride + margin * pixel);
    }
  }
}

function pixelBytes(source: PlanarKernelSettings['source']): 4 | 8 {
  return source === 'bgra8' ? 4 : 8;
}

/** As the kernel pairs a pixel's components: of bytes the first with the third, of words with the second. */
function fillWeights(into: Int32Array, settings: PlanarKernelSettings): void {
  const { high, low } = fixedPoint(settings);
  const pair = (one: number, other: number): number => (one & 0xffff) | (other << 16);
  const pairs = ([a, b, c]: readonly [number, number, number]): number[] =>
    settings.source === 'bgra8' ? [pair(a, c), pair(b, 0)] : [pair(a, b), pair(c, 0)];
  into.set(high.flatMap((row, index) => [...pairs(row), ...pairs(low[index]!)]));
}
