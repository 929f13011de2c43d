import { divideByAlpha } from '../colour/divide-by-alpha';
import type { EncodedSegment, RawFrame, SegmentEncoder, SegmentSpan } from './segment-encoder';

/** Gives an encoder colours that are not multiplied by alpha, as the container's readers expect them. */
export class StraightAlphaEncoder implements SegmentEncoder {
  constructor(private readonly encoder: SegmentEncoder) {}

  begin(span: SegmentSpan): void {
    this.encoder.begin(span);
  }

  encode(frame: RawFrame): Promise<ArrayBuffer> {
    divideByAlpha(frame.pixels);
    return this.encoder.encode(frame);
  }

  end(): Promise<EncodedSegment> {
    return this.encoder.end();
  }

  dispose(): void {
    this.encoder.dispose();
  }
}
