import { ExportError } from '../errors';

/**
 * Reads a frame's pixels into `into`: top row first, no padding, blue, green, red and alpha, which means nothing where the
 * frame is opaque. Where the frame
 * holds them in that order already, as frames of canvases do in Chromium, the browser converts nothing.
 *
 * @param into at least `width × height × 4` bytes of the frame's visible part
 * @throws ExportError capture/read-failed
 */
export async function readPixels(frame: VideoFrame, into: ArrayBuffer): Promise<void> {
  try {
    switch (frame.format) {
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
        await frame.copyTo(into, { format: 'BGRA', colorSpace: 'srgb' });
    }
  } catch (error) {
    throw ExportError.from(error, 'capture', {
      detail: 'read-failed',
      stage: 'capture',
      message: `The pixels of a captured frame (${frame.format ?? 'opaque'}) could not be read.`,
      remedy: 'Try again; if it fails again, use a current browser.',
      recoverable: true,
    });
  }
}

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
