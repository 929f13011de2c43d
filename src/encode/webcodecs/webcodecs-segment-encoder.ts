import { bgrxToI420, i420ByteLength } from '../../colour/bgrx-to-i420';
import { colourSpaces } from '../../colour/colour-space';
import { rgbToYuv10, yuv10Samples } from '../../colour/rgb-to-yuv10';
import { ExportError } from '../../errors';
import type {
  WebCodecsEngine,
  EncodedPacket,
  EncodedSegment,
  RawFrame,
  SegmentEncoder,
  SegmentSpan,
  WebVideoSettings,
} from '../segment-encoder';
import { noSegment, segmentIncomplete } from '../segment-errors';
import { writeVp9Matrix } from './vp9-colour';

/** Frames an encoder may hold unencoded: enough to keep it busy, few enough to bound memory. */
const maxQueueSize = 3;

/** Encodes segments with the browser's own encoders, a fresh one for each. */
export class WebCodecsSegmentEncoder implements SegmentEncoder {
  private readonly engine: WebCodecsEngine;
  private readonly settings: WebVideoSettings;
  private readonly open = new Set<OpenSegment>();
  private current: OpenSegment | undefined;
  private i420: Uint8Array<ArrayBuffer> | undefined;
  private yuv10: Uint16Array<ArrayBuffer> | undefined;

  constructor(engine: WebCodecsEngine, settings: WebVideoSettings) {
    this.engine = engine;
    this.settings = settings;
  }

  begin(span: SegmentSpan): void {
    this.current = new OpenSegment(span, this.engine, this.settings);
    this.open.add(this.current);
  }

  async encode(raw: RawFrame): Promise<ArrayBuffer> {
    const segment = this.current;
    if (!segment) throw noSegment();
    const frame = this.wrap(raw);
    try {
      segment.encode(frame, raw.frame, (raw.frame - segment.span.first) % this.settings.keyFrameInterval === 0);
    } finally {
      frame.close();
    }
    await segment.room();
    return raw.pixels;
  }

  async end(): Promise<EncodedSegment> {
    const segment = this.current;
    if (!segment) throw noSegment();
    this.current = undefined;
    try {
      return await segment.finish();
    } finally {
      this.open.delete(segment);
    }
  }

  dispose(): void {
    for (const segment of this.open) segment.close();
    this.open.clear();
    this.current = undefined;
  }

  private wrap({ pixels, timestampUs, durationUs }: RawFrame): VideoFrame {
    const { width, height, colourSpace, pixelFormat = 'bgra8' } = this.settings;
    const common = {
      codedWidth: width,
      codedHeight: height,
      timestamp: timestampUs,
      duration: durationUs,
      colorSpace: colourSpaces[colourSpace].webCodecs,
    };
    if (this.engine.pixelRoute === 'bgrx') return new VideoFrame(pixels, { ...common, format: 'BGRX' });
    if (this.engine.pixelRoute === 'planar10') {
      const chroma = this.settings.profile === '444-10' ? '444' : '420';
      this.yuv10 ??= new Uint16Array(yuv10Samples(width, height, chroma));
      rgbToYuv10(pixels, { width, height, chroma, pixelFormat }, colourSpaces[colourSpace], this.yuv10);
      // TypeScript's DOM types know no format of more than 8 bits.
      return new VideoFrame(this.yuv10, { ...common, format: `I${chroma}P10` as VideoPixelFormat });
    }
    this.i420 ??= new Uint8Array(i420ByteLength(width, height));
    bgrxToI420(new Uint8Array(pixels), width, height, colourSpaces[colourSpace], this.i420);
    return new VideoFrame(this.i420, { ...common, format: 'I420' });
  }
}

/** One encoder at work on one segment. */
class OpenSegment {
  readonly span: SegmentSpan;
  private readonly encoder: VideoEncoder;
  private readonly engine: WebCodecsEngine;
  private readonly settings: WebVideoSettings;
  private readonly chunks: Uint8Array<ArrayBuffer>[] = [];
  private readonly packets: EncodedPacket[] = [];
  private readonly frameAt = new Map<number, number>();
  private decoderConfig: VideoDecoderConfig | undefined;
  private failure: ExportError | undefined;
  private readonly waiting: (() => void)[] = [];

  constructor(span: SegmentSpan, engine: WebCodecsEngine, settings: WebVideoSettings) {
    this.span = span;
    this.engine = engine;
    this.settings = settings;
    this.encoder = new VideoEncoder({
      output: (chunk, metadata) => this.take(chunk, metadata),
      error: (cause) => {
        this.failure = encoderFailed(cause, this.engine);
        this.wake();
      },
    });
    this.encoder.ondequeue = () => this.wake();
    try {
      this.encoder.configure(engine.config);
    } catch (cause) {
      throw encoderFailed(cause, engine);
    }
  }

  encode(frame: VideoFrame, index: number, keyFrame: boolean): void {
    if (this.failure) throw this.failure;
    this.frameAt.set(frame.timestamp, index);
    try {
      this.encoder.encode(frame, encodeOptions(this.engine, keyFrame));
    } catch (cause) {
      throw encoderFailed(cause, this.engine, index);
    }
  }

  /** Resolves when another frame may come. */
  async room(): Promise<void> {
    while (!this.failure && this.encoder.encodeQueueSize >= maxQueueSize) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    if (this.failure) throw this.failure;
  }

  async finish(): Promise<EncodedSegment> {
    try {
      await this.encoder.flush();
    } catch (cause) {
      throw this.failure ?? encoderFailed(cause, this.engine);
    } finally {
      this.close();
    }
    if (this.failure) throw this.failure;
    const { span, packets, decoderConfig } = this;
    if (packets.length !== span.count || !packets[0]?.key || !decoderConfig)
      throw segmentIncomplete(span, packets.length);
    return { span, packets, data: joined(this.chunks), decoderConfig };
  }

  close(): void {
    if (this.encoder.state !== 'closed') this.encoder.close();
    this.wake();
  }

  /** Lets whoever waits for room look again. */
  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private take(chunk: EncodedVideoChunk, metadata: EncodedVideoChunkMetadata | undefined): void {
    const data = new Uint8Array(chunk.byteLength);
    chunk.copyTo(data);
    if (this.settings.codec === 'vp9' && chunk.type === 'key') writeVp9Matrix(data, this.settings.colourSpace);
    this.chunks.push(data);
    const frame = this.frameAt.get(chunk.timestamp);
    if (frame === undefined) {
      this.failure = segmentIncomplete(this.span, this.packets.length);
      return;
    }
    this.packets.push({ key: chunk.type === 'key', frame, byteLength: data.byteLength });
    if (metadata?.decoderConfig && !this.decoderConfig) this.decoderConfig = plainConfig(metadata.decoderConfig);
  }
}

function encodeOptions({ config, quantizer }: WebCodecsEngine, keyFrame: boolean): VideoEncoderEncodeOptions {
  if (quantizer === undefined) return { keyFrame };
  // TypeScript's DOM types know the quantizer of AVC alone.
  const options: Record<string, unknown> = { keyFrame };
  options[config.codec.startsWith('av01') ? 'av1' : 'vp9'] = { quantizer };
  return options;
}

/** The decoder's configuration as plain data: the browser's own may hold objects that cannot be stored. */
function plainConfig(config: VideoDecoderConfig): VideoDecoderConfig {
  const { description, colorSpace, ...rest } = config;
  return {
    ...rest,
    ...(description === undefined ? {} : { description: copyBytes(description) }),
    ...(colorSpace === undefined
      ? {}
      : {
          colorSpace: {
            primaries: colorSpace.primaries ?? null,
            transfer: colorSpace.transfer ?? null,
            matrix: colorSpace.matrix ?? null,
            fullRange: colorSpace.fullRange ?? null,
          },
        }),
  };
}

function copyBytes(source: AllowSharedBufferSource): Uint8Array<ArrayBuffer> {
  const view = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  return new Uint8Array(view);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function encoderFailed(cause: unknown, engine: WebCodecsEngine, frame?: number): ExportError {
  if (cause instanceof ExportError) return cause;
  // WebCodecs, "codec reclamation": the name is the one that full disks have elsewhere.
  const reclaimed = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  const where = frame === undefined ? '' : ` at frame ${frame}`;
  return new ExportError('encoder', {
    detail: reclaimed ? 'codec-reclaimed' : 'encoder-failed',
    stage: 'encode',
    message: reclaimed
      ? `The browser took its ${engine.codecString} encoder away${where}.`
      : `The browser's ${engine.codecString} encoder failed${where}.`,
    remedy: reclaimed
      ? 'Try again; close other tabs and programs that play or record video.'
      : 'Try again; if it happens again, choose another codec or a smaller size.',
    recoverable: true,
    ...(frame === undefined ? {} : { frame }),
    cause,
  });
}
