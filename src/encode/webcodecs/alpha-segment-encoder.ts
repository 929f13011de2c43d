import { ExportError } from '../../errors';
import { packAlpha, type AlphaDecoderConfig } from '../alpha-packets';
import type { EncodedPacket, EncodedSegment, RawFrame, SegmentEncoder, SegmentSpan } from '../segment-encoder';
import { contentHintOf } from './content-hint';

/** Frames an encoder may hold unencoded. */
const maxQueueSize = 3;

export interface AlphaEncoderSettings {
  /** Even. */
  width: number;
  height: number;
  keyFrameInterval: number;
  /** Of the transparency, a VP9 quantizer: 0 … 63, lower is better. */
  quantizer: number;
}

/**
 * VP9 with transparency, as WebM has it: the picture as ever, and beside it a stream of its own whose luma is the alpha,
 * all of 0 to 255. Packets of both are packed into one (`packAlpha`).
 */
export class AlphaSegmentEncoder implements SegmentEncoder {
  private readonly colour: SegmentEncoder;
  private readonly settings: AlphaEncoderSettings;
  private readonly open = new Set<AlphaSegment>();
  private current: AlphaSegment | undefined;

  /** @param colour encodes the picture; blue, green and red are looked at alone */
  constructor(colour: SegmentEncoder, settings: AlphaEncoderSettings) {
    this.colour = colour;
    this.settings = settings;
  }

  begin(span: SegmentSpan): void {
    this.colour.begin(span);
    this.current = new AlphaSegment(span, this.settings);
    this.open.add(this.current);
  }

  async encode(frame: RawFrame): Promise<ArrayBuffer> {
    this.current?.encode(frame);
    const [pixels] = await Promise.all([this.colour.encode(frame), this.current?.room()]);
    return pixels;
  }

  async end(): Promise<EncodedSegment> {
    const segment = this.current;
    this.current = undefined;
    const [colour, alpha] = await Promise.all([this.colour.end(), segment?.finish() ?? []]);
    if (segment) this.open.delete(segment);
    return packed(colour, alpha);
  }

  dispose(): void {
    this.colour.dispose();
    for (const segment of this.open) segment.close();
    this.open.clear();
    this.current = undefined;
  }
}

function packed(colour: EncodedSegment, alpha: readonly AlphaPacket[]): EncodedSegment {
  const parts: Uint8Array[] = [];
  const packets: EncodedPacket[] = [];
  let at = 0;
  for (const [index, { frame, byteLength, key }] of colour.packets.entries()) {
    const beside = alpha[index];
    // A reader that seeks needs a key frame of both.
    if (beside?.frame !== frame || beside.key !== key) throw outOfStep(colour.span);
    const part = packAlpha(colour.data.subarray(at, at + byteLength), beside.data);
    at += byteLength;
    parts.push(part);
    packets.push({ frame, key, byteLength: part.length });
  }
  const data = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let to = 0;
  for (const part of parts) {
    data.set(part, to);
    to += part.length;
  }
  const decoderConfig: AlphaDecoderConfig = { ...colour.decoderConfig, stepframeAlpha: true };
  return { span: colour.span, packets, data, decoderConfig };
}

interface AlphaPacket {
  frame: number;
  key: boolean;
  data: Uint8Array;
}

class AlphaSegment {
  private readonly span: SegmentSpan;
  private readonly settings: AlphaEncoderSettings;
  private readonly encoder: VideoEncoder;
  private readonly packets: AlphaPacket[] = [];
  private readonly frameAt = new Map<number, number>();
  private readonly i420: Uint8Array<ArrayBuffer>;
  private failure: ExportError | undefined;
  private wake: (() => void)[] = [];

  constructor(span: SegmentSpan, settings: AlphaEncoderSettings) {
    this.span = span;
    this.settings = settings;
    const { width, height } = settings;
    // Chroma says nothing.
    this.i420 = new Uint8Array((width * height * 3) / 2).fill(128);
    this.encoder = new VideoEncoder({
      output: (chunk) => {
        const data = new Uint8Array(chunk.byteLength);
        chunk.copyTo(data);
        this.packets.push({ frame: this.frameAt.get(chunk.timestamp) ?? -1, key: chunk.type === 'key', data });
      },
      error: (cause) => {
        this.failure = alphaFailed(cause);
        this.release();
      },
    });
    this.encoder.ondequeue = () => this.release();
    const config = { codec: 'vp09.00.51.08', width, height, ...contentHintOf('vp9') } as const;
    this.encoder.configure({ ...config, bitrateMode: 'quantizer' });
  }

  encode({ pixels, frame, timestampUs, durationUs }: RawFrame): void {
    if (this.failure) throw this.failure;
    const { width, height, keyFrameInterval, quantizer } = this.settings;
    const bgra = new Uint8Array(pixels);
    for (let pixel = 0; pixel < width * height; pixel++) this.i420[pixel] = bgra[pixel * 4 + 3]!;
    const picture = new VideoFrame(this.i420, {
      ...{ format: 'I420', codedWidth: width, codedHeight: height, timestamp: timestampUs, duration: durationUs },
      colorSpace: { fullRange: true, matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' },
    });
    this.frameAt.set(timestampUs, frame);
    const keyFrame = (frame - this.span.first) % keyFrameInterval === 0;
    // TypeScript's DOM types know the quantizer of AVC alone.
    this.encoder.encode(picture, { keyFrame, vp9: { quantizer } });
    picture.close();
  }

  /** Resolves when another frame may come. */
  async room(): Promise<void> {
    while (!this.failure && this.encoder.encodeQueueSize >= maxQueueSize) {
      await new Promise<void>((resolve) => this.wake.push(resolve));
    }
    if (this.failure) throw this.failure;
  }

  async finish(): Promise<AlphaPacket[]> {
    try {
      await this.encoder.flush();
    } catch (cause) {
      throw this.failure ?? alphaFailed(cause);
    } finally {
      this.close();
    }
    return this.packets;
  }

  close(): void {
    if (this.encoder.state !== 'closed') this.encoder.close();
    this.release();
  }

  private release(): void {
    for (const resolve of this.wake.splice(0)) resolve();
  }
}

function alphaFailed(cause: unknown): ExportError {
  return ExportError.from(cause, 'encoder', {
    detail: 'encoder-failed',
    stage: 'encode',
    message: 'The browser’s VP9 encoder failed at the transparency.',
    remedy: 'Try again; if it happens again, export without transparency or as APNG.',
    recoverable: true,
  });
}

function outOfStep({ index }: SegmentSpan): ExportError {
  return new ExportError('encoder', {
    detail: 'segment-incomplete',
    stage: 'encode',
    message: `Picture and transparency of segment ${index} are not of the same frames.`,
    remedy: 'Try again; if it happens again, export without transparency or as APNG.',
    recoverable: true,
  });
}
