import { FieldWeaver } from '../encode/field-weaver';
import type { VideoEncoderSettings } from '../encode/segment-encoder';

/** Of what settings say, all that decides about what the frames of a file show. */
export type FramesAsShown = Pick<VideoEncoderSettings, 'width' | 'height'> &
  Partial<Pick<VideoEncoderSettings, 'scan'>>;

/** Makes, of the frames captured for a file, those that it is to show: fields are woven as the encoder weaves them. */
export class ExpectedFrames {
  /** Captured frames that become one of the file. */
  readonly perFrame: 1 | 2;
  private readonly weaver: FieldWeaver | null;

  constructor({ width, scan = 'progressive' }: FramesAsShown) {
    this.weaver = scan === 'interlaced' ? new FieldWeaver({ width }) : null;
    this.perFrame = this.weaver ? 2 : 1;
  }

  /** The buffer is the caller's again at once. @returns blue, green, red and a fourth byte; null: the other field is to come */
  add(pixels: ArrayBuffer): ArrayBuffer | null {
    return this.weaver ? this.weaver.add(pixels) : pixels;
  }

  /** The frame whose second field never came. Null when there is none. */
  finish(): ArrayBuffer | null {
    return this.weaver?.finish() ?? null;
  }
}
