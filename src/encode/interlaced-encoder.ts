import { FieldWeaver } from './field-weaver';
import type { EncodedSegment, RawFrame, SegmentEncoder, SegmentSpan, VideoEncoderSettings } from './segment-encoder';

/**
 * Gives an encoder frames of two fields each: it knows of frames alone, while this counts in fields, as they come. A last
 * field without its other half is shown twice.
 */
export class InterlacedEncoder implements SegmentEncoder {
  private readonly weaver: FieldWeaver;
  private span: SegmentSpan | null = null;
  private latest: RawFrame | null = null;

  constructor(
    private readonly encoder: SegmentEncoder,
    frames: Pick<VideoEncoderSettings, 'width' | 'pixelFormat'>,
  ) {
    this.weaver = new FieldWeaver(frames);
  }

  /** Of fields; it begins with the first of a frame. */
  begin(span: SegmentSpan): void {
    this.span = span;
    this.encoder.begin({ ...span, first: span.first / 2, count: Math.ceil(span.count / 2) });
  }

  async encode(field: RawFrame): Promise<ArrayBuffer> {
    this.latest = field;
    const woven = this.weaver.add(field.pixels);
    if (woven) await this.encodeFrame(woven, field);
    return field.pixels;
  }

  async end(): Promise<EncodedSegment> {
    const half = this.weaver.finish();
    const { span, latest } = this;
    if (half && latest) await this.encodeFrame(half, latest);
    const segment = await this.encoder.end();
    return {
      ...segment,
      span: span!,
      packets: segment.packets.map((packet) => ({ ...packet, frame: packet.frame * 2 })),
    };
  }

  dispose(): void {
    this.encoder.dispose();
  }

  private async encodeFrame(pixels: ArrayBuffer, { frame, timestampUs, durationUs }: RawFrame): Promise<void> {
    await this.encoder.encode({ frame: Math.floor(frame / 2), pixels, timestampUs, durationUs });
  }
}
