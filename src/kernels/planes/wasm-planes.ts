import kernelBase64 from './assembly/index.ts?kernel';
import { hasWasmSimd } from '../wasm-module';
import type { CodedAs, CodedPlanes, Plane } from './coded-planes';
import { chromaRowOf, chromaRowsOf, chromaScales, tablesOf } from './twin-planes';

/** What `assembly/index.ts` exports; all arguments of 32 bits but those that are weights. */
interface KernelExports {
  memory: WebAssembly.Memory & { buffer: ArrayBuffer };
  freeMemory: WebAssembly.Global;
  pixels(
    ...row: [
      ...planes: [y: number, cb: number, cr: number, alpha: number],
      ...shape: [width: number, across: number, step: number, wide: boolean],
      ...colours: [tables: number, codes: number, alphaScale: number],
      out: number,
    ]
  ): void;
  components(
    ...all: [
      ...pixels: [from: number, count: number],
      ...weights: [kr: number, kb: number, scale: number, blueScale: number, redScale: number],
      ...out: [y: number, blueness: number, redness: number],
    ]
  ): void;
  chroma(
    ...row: [...rows: [one: number, other: number], width: number, kind: number, middle: number, out: number]
  ): void;
}

const pageBytes = 65536;

/** Codes to colours in WebAssembly: in a fifth of the time of its twin, which `exactPixels` otherwise is. */
export class WasmPlanes {
  private readonly exports: KernelExports;
  private end = 0;

  /** Compiled at once, which a page allows of modules this small. @throws WebAssembly.CompileError where it may not run */
  constructor() {
    const bytes = Uint8Array.from(atob(kernelBase64), (character) => character.charCodeAt(0));
    this.exports = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as KernelExports;
  }

  /** As its twin. */
  exactPixels(planes: CodedPlanes, into: Uint8Array<ArrayBuffer>): void {
    const { y, cb, cr, alpha, width, height } = planes;
    // Of fields the last row of one may lie beyond that of the other.
    const chromaRows = 1 + Math.max(chromaRowOf(height - 1, planes), chromaRowOf(Math.max(0, height - 2), planes));
    const ofPlanes = [y, cb, cr, alpha].reduce((sum, plane) => sum + (plane?.codes.byteLength ?? 0), 0);
    this.begin(width * height * 4 + 8 * 5 * 2 ** planes.bits + ofPlanes);
    const out = this.take(width * height * 4);
    const at = {
      ...{ y: this.put(y, height), cb: this.put(cb, chromaRows), cr: this.put(cr, chromaRows) },
      alpha: alpha ? this.put(alpha, height) : 0,
    };
    this.showRows(planes, at, out);
    into.set(new Uint8Array(this.exports.memory.buffer, out, width * height * 4));
  }

  /** What its twins make of a picture, one after the other: its pixels as the best film of a format shows them. */
  shownByCodes(pixels: Uint8Array, width: number, height: number, as: CodedAs, into: Uint8Array<ArrayBuffer>): void {
    const { bits, matrix, pixelFormat, interlaced = false } = as;
    const [across, down] = [pixelFormat === '444' ? 0 : 1, pixelFormat === '420' ? 1 : 0] as const;
    const count = width * height;
    const [columns, rows] = [(width + across) >> across, (height + down) >> down];
    // Four bytes of a pixel, two of luma, twice four that chroma is made of, at most twice two of chroma, the tables.
    this.begin(count * 18 + 8 * 5 * 2 ** bits);
    const out = this.take(count * 4);
    const { exports } = this;
    const { memory } = exports;
    new Uint8Array(memory.buffer, out, count * 4).set(pixels.subarray(0, count * 4));
    const [y, blueness, redness] = [
      this.take(count * 2 + 2),
      this.take(count * 4 + 4),
      this.take(count * 4 + 4),
    ] as const;
    const { scale, blueScale, redScale } = chromaScales(as);
    exports.components(out, count, matrix.kr, matrix.kb, scale, blueScale, redScale, y, blueness, redness);
    const kind = across + down;
    const [cb, cr] = [blueness, redness].map((plane) => {
      const codes = this.take(columns * rows * 2);
      for (let row = 0; row < rows; row++) {
        const [one, other] = chromaRowsOf(row, { height, down, interlaced });
        exports.chroma(
          plane + 4 * width * one,
          plane + 4 * width * other,
          width,
          kind,
          2 ** (bits - 1),
          codes + 2 * columns * row,
        );
      }
      return codes;
    }) as [number, number];
    const shape = { width, height, bits, matrix, across, down, interlaced, fullRange: false } as const;
    const plane = (stride: number): Plane => ({ codes: new Uint16Array(0), stride, step: 1 });
    const planes = { ...shape, y: plane(width), cb: plane(columns), cr: plane(columns) };
    this.showRows(planes, { y, cb, cr, alpha: 0 }, out);
    into.set(new Uint8Array(memory.buffer, out, count * 4));
  }

  private showRows(planes: CodedPlanes, at: Record<'y' | 'cb' | 'cr' | 'alpha', number>, out: number): void {
    const { width, height, across, bits, y, cb, cr, alpha } = planes;
    const wide = y.codes instanceof Uint16Array;
    const code = wide ? 2 : 1;
    const tables = this.putTables(planes);
    for (let row = 0; row < height; row++) {
      const chromaRow = chromaRowOf(row, planes);
      this.exports.pixels(
        at.y + code * row * y.stride,
        at.cb + code * chromaRow * cb.stride,
        at.cr + code * chromaRow * cr.stride,
        alpha ? at.alpha + code * row * alpha.stride : 0,
        ...([width, across, cb.step, wide, tables, 2 ** bits, 255 / (2 ** bits - 1), out + 4 * row * width] as const),
      );
    }
  }

  /** Luma's table, then pairs: what Cb adds to blue and green, what Cr adds to green and red. */
  private putTables(planes: Pick<CodedPlanes, 'bits' | 'fullRange' | 'matrix'>): number {
    const { luma, blueOfCb, greenOfCb, greenOfCr, redOfCr } = tablesOf(planes);
    const codes = luma.length;
    const at = this.take(8 * 5 * codes);
    const into = new Float64Array(this.exports.memory.buffer, at, 5 * codes);
    into.set(luma);
    for (let code = 0; code < codes; code++) {
      into.set([blueOfCb[code]!, greenOfCb[code]!], codes + 2 * code);
      into.set([greenOfCr[code]!, redOfCr[code]!], 3 * codes + 2 * code);
    }
    return at;
  }

  private put(plane: Plane, rows: number): number {
    const codes = plane.codes.subarray(0, rows * plane.stride);
    const at = this.take(codes.byteLength);
    new Uint8Array(this.exports.memory.buffer, at).set(
      new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength),
    );
    return at;
  }

  /** Makes room for what is then taken of it. */
  private begin(byteLength: number): void {
    const { memory, freeMemory } = this.exports;
    this.end = ((freeMemory.value as number) + 15) & ~15;
    const missing = this.end + byteLength + 16 * 8 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  }

  private take(byteLength: number): number {
    const at = this.end;
    this.end = (at + byteLength + 15) & ~15;
    return at;
  }
}

let kernel: WasmPlanes | null | undefined;

/** Null where WebAssembly may not run. */
export function wasmPlanes(): WasmPlanes | null {
  if (kernel === undefined) kernel = hasWasmSimd() ? new WasmPlanes() : null;
  return kernel;
}
