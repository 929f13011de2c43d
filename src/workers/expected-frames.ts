import { floatsToBytes } from '../colour/floats-to-bytes';
import { multiplyByAlpha } from '../colour/multiply-by-alpha';
import { p3ToBt2020 } from '../colour/p3-to-bt2020';
import { FieldWeaver } from '../encode/field-weaver';
import type { VideoEncoderSettings } from '../encode/segment-encoder';

/** Of what settings say, all that decides about what the frames of a file show. */
export type FramesAsShown = Pick<VideoEncoderSettings, 'width' | 'height'> &
  Partial<Pick<VideoEncoderSettings, 'scan' | 'colourSpace' | 'alpha' | 'pixelFormat'>>;

/**
 * Makes, of the frames captured for a file, those that it is to show, as the encoder does: in the primaries of the file,
 * with fields woven. They have 8 bits, of whatever depth they were captured.
 */
export class ExpectedFrames {
  /** Captured frames that become one of the file. */
  readonly perFrame: 1 | 2;
  private readonly weaver: FieldWeaver | null;

  constructor(private readonly film: FramesAsShown) {
    const { width, scan = 'progressive' } = film;
    this.weaver = scan === 'interlaced' ? new FieldWeaver({ width }) : null;
    this.perFrame = this.weaver ? 2 : 1;
  }

  /** The buffer is the caller's again at once. @returns blue, green, red and a fourth byte; null: the other field is to come */
  add(captured: ArrayBuffer): ArrayBuffer | null {
    const pixels = this.converted(captured);
    return this.weaver ? this.weaver.add(pixels) : pixels;
  }

  /** The frame whose second field never came. Null when there is none. */
  finish(): ArrayBuffer | null {
    return this.weaver?.finish() ?? null;
  }

  private converted(captured: ArrayBuffer): ArrayBuffer {
    const { colourSpace, alpha = null, pixelFormat = 'bgra8' } = this.film;
    const isFloat = pixelFormat === 'rgba-f16';
    const isTranslucent = alpha !== null;
    if (colourSpace !== 'bt2020' && !isFloat) return captured;
    const pixels = captured.slice(0);
    if (colourSpace === 'bt2020') p3ToBt2020(pixels, pixelFormat, isTranslucent);
    if (!isFloat) return pixels;
    if (isTranslucent) multiplyByAlpha(pixels);
    return floatsToBytes(pixels).buffer;
  }
}
