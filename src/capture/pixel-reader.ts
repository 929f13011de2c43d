import { readFailed } from './capture-errors';

/**
 * Reads a frame's pixels into `into`: top row first, no padding, blue, green, red and alpha, which means nothing where the
 * frame is opaque. Where the frame holds them in that order and colour space already, as frames of canvases do in
 * Chromium, the browser converts nothing.
 *
 * @param into at least `width × height × 4` bytes of the frame's visible part
 * @param colourSpace what the pixels are to be encoded in. Frames of another one must be opaque: Chromium converts colours
 * that are multiplied by alpha as if they were not.
 * @throws ExportError capture/read-failed
 */
export async function readPixels(
  frame: VideoFrame,
  into: ArrayBuffer,
  colourSpace: PredefinedColorSpace = 'srgb',
): Promise<void> {
  try {
    switch (frame.colorSpace.primaries === primariesOf[colourSpace] ? frame.format : null) {
      case 'BGRX':
      case 'BGRA':
        await frame.copyTo(into);
        return;
      case 'RGBX':
      case 'RGBA':
        await frame.copyTo(into);
        swapRedAndBlue(into, pixelCount(frame));
        return;
      default:
        await frame.copyTo(into, { format: 'BGRA', colorSpace: colourSpace });
    }
  } catch (error) {
    throw readFailed(frame, error);
  }
}

/** What WebCodecs calls the primaries of a canvas' colour space. */
export const primariesOf: Readonly<Record<PredefinedColorSpace, string>> = { srgb: 'bt709', 'display-p3': 'smpte432' };

function pixelCount(frame: VideoFrame): number {
  const { width = 0, height = 0 } = frame.visibleRect ?? {};
  return width * height;
}

/** Little-endian words: 0xXXBBGGRR becomes 0xXXRRGGBB. */
function swapRedAndBlue(buffer: ArrayBuffer, count: number): void {
  const pixels = new Uint32Array(buffer, 0, count);
  for (let i = 0; i < count; i++) {
    const pixel = pixels[i]!;
    pixels[i] = (pixel & 0xff00ff00) | ((pixel & 0xff) << 16) | ((pixel >>> 16) & 0xff);
  }
}
