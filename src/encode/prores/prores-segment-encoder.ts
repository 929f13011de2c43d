import type { EncodedSegment, RawFrame, SegmentEncoder, SegmentSpan } from '../segment-encoder';
import { noSegment, segmentIncomplete } from '../segment-errors';
import { proResDecoderConfig } from './decoder-config';
import { FrameLanes, type ProResLane } from './frame-lanes';
import { checkProResSettings, type CheckedSettings, type ProResSettings } from './settings';

interface OpenSegment {
  span: SegmentSpan;
  frames: { frame: number; data: Promise<Uint8Array<ArrayBuffer>> }[];
}

/** Encodes segments to ProRes on several lanes: every packet is a key frame, and the same whichever lane makes it. */
export class ProResSegmentEncoder implements SegmentEncoder {
  readonly #settings: CheckedSettings;
  readonly #lanes: FrameLanes;
  #current: OpenSegment | undefined;

  /**
   * @param lanes opened with the same settings; they are closed with this
   * @throws ExportError `invalid-input`
   */
  constructor(settings: ProResSettings, lanes: readonly ProResLane[]) {
    this.#settings = checkProResSettings(settings);
    this.#lanes = new FrameLanes(lanes);
  }

  begin(span: SegmentSpan): void {
    this.#current = { span, frames: [] };
  }

  async encode({ frame, pixels }: RawFrame): Promise<ArrayBuffer> {
    const segment = this.#opened();
    const data = this.#lanes.encode(frame, pixels);
    data.catch(() => undefined); // Told by `end`.
    segment.frames.push({ frame, data });
    await this.#lanes.room();
    return pixels;
  }

  async end(): Promise<EncodedSegment> {
    const { span, frames } = this.#opened();
    this.#current = undefined;
    const packets = await Promise.all(frames.map(({ data }) => data));
    if (packets.length !== span.count) throw segmentIncomplete(span, packets.length);
    const data = new Uint8Array(packets.reduce((sum, packet) => sum + packet.length, 0));
    let at = 0;
    for (const packet of packets) {
      data.set(packet, at);
      at += packet.length;
    }
    return {
      span,
      packets: packets.map(({ byteLength }, index) => ({ key: true, frame: frames[index]!.frame, byteLength })),
      data,
      decoderConfig: proResDecoderConfig(this.#settings),
    };
  }

  dispose(): void {
    this.#current = undefined;
    this.#lanes.dispose();
  }

  #opened(): OpenSegment {
    if (this.#current) return this.#current;
    throw noSegment();
  }
}
