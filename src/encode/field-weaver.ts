import { pixelBytes, type PixelFormat } from '../colour/pixel-format';

/**
 * Makes one interlaced frame of two that are half a frame apart, top field first: its even lines are those of the first,
 * its odd lines those of the second. Every line is taken as it is.
 */
export class FieldWeaver {
  private readonly lineBytes: number;
  private top: ArrayBuffer | null = null;

  /** @param frames `width` in pixels, and what a pixel is */
  constructor({ width, pixelFormat = 'bgra8' }: { width: number; pixelFormat?: PixelFormat }) {
    this.lineBytes = width * pixelBytes[pixelFormat];
  }

  /** Takes the next frame, of which it keeps a copy. @returns the woven frame at every second call, else null */
  add(pixels: ArrayBuffer): ArrayBuffer | null {
    const { top, lineBytes } = this;
    if (top === null) {
      this.top = pixels.slice(0);
      return null;
    }
    this.top = null;
    const into = new Uint8Array(top);
    for (let at = lineBytes; at < into.length; at += 2 * lineBytes) {
      into.set(new Uint8Array(pixels, at, Math.min(lineBytes, into.length - at)), at);
    }
    return top;
  }

  /** The frame whose second field never came: both fields are of one moment. Null when there is none. */
  finish(): ArrayBuffer | null {
    const { top } = this;
    this.top = null;
    return top;
  }
}
