import type { EncodedPacket, EncodedSegment, RawFrame, SegmentEncoder, SegmentSpan } from '../segment-encoder';
import { noSegment, segmentIncomplete } from '../segment-errors';
import { encodeDng, type DngPicture } from './dng';

/** Every frame a CinemaDNG file. */
export class DngSegmentEncoder implements SegmentEncoder {
  private current: { span: SegmentSpan; packets: EncodedPacket[]; parts: Uint8Array<ArrayBuffer>[] } | undefined;

  constructor(private readonly picture: DngPicture) {}

  begin(span: SegmentSpan): void {
    this.current = { span, packets: [], parts: [] };
  }

  encode({ frame, pixels }: RawFrame): Promise<ArrayBuffer> {
    if (!this.current) return Promise.reject(noSegment());
    const file = encodeDng(this.picture, pixels);
    this.current.packets.push({ key: true, frame, byteLength: file.length });
    this.current.parts.push(file);
    return Promise.resolve(pixels);
  }

  async end(): Promise<EncodedSegment> {
    if (!this.current) throw noSegment();
    const { span, packets, parts } = this.current;
    this.current = undefined;
    if (packets.length !== span.count) throw segmentIncomplete(span, packets.length);
    const data = new Uint8Array(await new Blob(parts).arrayBuffer());
    return { span, packets, data, decoderConfig: dngDecoderConfig(this.picture) };
  }

  dispose(): void {
    this.current = undefined;
  }
}

/** What its segments are known by: the same settings make the same. */
export function dngDecoderConfig({ width, height }: DngPicture): VideoDecoderConfig {
  return { codec: 'dng', codedWidth: width, codedHeight: height };
}
