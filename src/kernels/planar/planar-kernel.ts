/** What a kernel needs to know of all the frames it will be given. */
export interface PlanarKernelSettings {
  width: number;
  height: number;
  /** `bgra8`: bytes. `rgba-f16`: half floats, 0 black and 1 white; what lies beyond counts as these. Alpha is ignored. */
  source: 'bgra8' | 'rgba-f16';
  /**
   * Of 4:2:2 a chroma sample sits on the left one of its two pixels and is weighed 1 2 1 around it. Of 4:2:0 it is the mean
   * of its four. Beyond the edges the last pixels go on.
   */
  chroma: '4:2:0' | '4:2:2' | '4:4:4';
  bits: 8 | 10;
  /** Luma weights of red and blue. */
  matrix: { readonly kr: number; readonly kb: number };
}

/**
 * Frames to planar Y′CbCr of limited range, rounded to nearest. There are two that give the same bytes:
 * `WasmPlanarKernel` and, as reference and where there is no SIMD, `TwinPlanarKernel`.
 */
export interface PlanarKernel {
  /**
   * @param frame `width × height` pixels, top row first, without padding
   * @returns the planes of Y′, Cb and Cr back to back, without padding; of 10 bits a code is two bytes, little-endian.
   *   The kernel's own memory, until the next call.
   */
  convert(frame: ArrayBufferLike): Uint8Array<ArrayBuffer>;
}

/** Bytes of the planes and of their samples. */
export interface PlanarLayout {
  /** Samples of a row of chroma, and rows of it. */
  chromaWidth: number;
  chromaHeight: number;
  sampleBytes: 1 | 2;
  lumaBytes: number;
  /** Of one of the two. */
  chromaBytes: number;
  byteLength: number;
}

export function planarLayout({ width, height, chroma, bits }: PlanarKernelSettings): PlanarLayout {
  const sampleBytes = bits === 8 ? 1 : 2;
  const chromaWidth = chroma === '4:4:4' ? width : Math.ceil(width / 2);
  const chromaHeight = chroma === '4:2:0' ? Math.ceil(height / 2) : height;
  const lumaBytes = width * height * sampleBytes;
  const chromaBytes = chromaWidth * chromaHeight * sampleBytes;
  return { chromaWidth, chromaHeight, sampleBytes, lumaBytes, chromaBytes, byteLength: lumaBytes + 2 * chromaBytes };
}
