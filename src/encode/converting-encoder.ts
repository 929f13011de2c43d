import type { EncodedSegment, RawFrame, SegmentEncoder, SegmentSpan } from './segment-encoder';

/** Gives an encoder its frames with their pixels converted, in place. */
export class ConvertingEncoder implements SegmentEncoder {
  constructor(
    private readonly encoder: SegmentEncoder,
    private readonly convert: (pixels: ArrayBuffer) => void,
  ) {}

  begin(span: SegmentSpan): void {
    this.encoder.begin(span);
  }

  encode(frame: RawFrame): Promise<ArrayBuffer> {
    this.convert(frame.pixels);
    return this.encoder.encode(frame);
  }

  end(): Promise<EncodedSegment> {
    return this.encoder.end();
  }

  dispose(): void {
    this.encoder.dispose();
  }
}
