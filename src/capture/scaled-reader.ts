import { readPixels } from './pixel-reader';
import { createSurface, type Surface } from './surface';

/**
 * Reads captured frames at another size than the one they were drawn at, smoothed as well as the browser can. Frames of
 * another colour space must be opaque.
 */
export class ScaledReader {
  private readonly surface: Surface;
  private readonly colourSpace: PredefinedColorSpace;
  /** Takes the scaled alpha; null where frames are opaque. */
  private readonly alpha: ArrayBuffer | null;

  /** @throws ExportError `capture` (surface-refused) */
  constructor(
    private readonly width: number,
    private readonly height: number,
    { alpha, colourSpace }: { alpha: boolean; colourSpace: PredefinedColorSpace },
  ) {
    this.surface = createSurface(width, height, { colorSpace: colourSpace });
    this.colourSpace = colourSpace;
    this.surface.context.imageSmoothingQuality = 'high';
    // In place of what is there, transparency included.
    this.surface.context.globalCompositeOperation = 'copy';
    this.alpha = alpha ? new ArrayBuffer(width * height * 4) : null;
  }

  /** @param into `width × height × 4` bytes. @throws ExportError `capture` (read-failed) */
  async read(frame: VideoFrame, into: ArrayBuffer): Promise<void> {
    // A frame's colours are multiplied by alpha already, which a canvas would do once more: they are scaled as if opaque.
    const colours = new VideoFrame(frame, { alpha: 'discard' });
    try {
      await this.scale(colours, into);
    } finally {
      colours.close();
    }
    if (!this.alpha) return;
    await this.scale(frame, this.alpha);
    const [pixels, alpha] = [new Uint8Array(into), new Uint8Array(this.alpha)];
    for (let at = 3; at < alpha.length; at += 4) pixels[at] = alpha[at]!;
  }

  private async scale(frame: VideoFrame, into: ArrayBuffer): Promise<void> {
    const { canvas, context } = this.surface;
    context.drawImage(frame, 0, 0, this.width, this.height);
    const scaled = new VideoFrame(canvas, { timestamp: frame.timestamp, alpha: this.alpha ? 'keep' : 'discard' });
    try {
      await readPixels(scaled, into, this.colourSpace);
    } finally {
      scaled.close();
    }
  }
}
