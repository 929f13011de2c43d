import { cancelled, ExportError } from '../../errors';
import type { EncodedPacket, EncodedSegment, RawFrame, SegmentEncoder, SegmentSpan } from '../segment-encoder';
import { noSegment, segmentIncomplete } from '../segment-errors';
import { rasterOf } from './check-ffmpeg-settings';
import { dnxhrPacketBytes, ffmpegCodec, isDnxhr } from '../../formats/ffmpeg-codecs';
import type { FfmpegPackets } from './ffmpeg-lane';
import type { FfmpegLanes } from './ffmpeg-lanes';
import type { FfmpegEncoderSettings } from './ffmpeg-settings';
import { FrameBatch, FrameMemoryPool } from './frame-batch';
import { batchFramesFor } from './segment-frames';

/**
 * Encodes segments with ffmpeg on several lanes. A segment is cut into batches that depend on its frames alone, and each
 * batch goes to the lane that is free first; what comes out does not depend on how many there are. Frames are kept until
 * their batch is done, since a lane that dies has to be replaced: at most two batches for each lane, and one more.
 * Frames of two fields come woven.
 */
export class FfmpegSegmentEncoder implements SegmentEncoder {
  private readonly lanes: FfmpegLanes;
  private readonly settings: FfmpegEncoderSettings;
  private current: OpenSegment | undefined;
  private readonly memory = new FrameMemoryPool();
  /** Batches that wait for a lane or are in one. */
  private under = 0;
  private wake: (() => void)[] = [];
  private failure: ExportError | undefined;

  constructor(lanes: FfmpegLanes, settings: FfmpegEncoderSettings) {
    this.lanes = lanes;
    this.settings = settings;
  }

  begin(span: SegmentSpan): void {
    this.current = new OpenSegment(span, this.settings, this.memory, (batch) => this.encodeBatch(batch));
  }

  async encode(raw: RawFrame): Promise<ArrayBuffer> {
    if (!this.current) throw noSegment();
    this.throwIfFailed();
    this.current.take(raw.pixels);
    while (this.under > this.lanes.count) {
      await new Promise<void>((resolve) => this.wake.push(resolve));
      this.throwIfFailed();
    }
    return raw.pixels;
  }

  async end(): Promise<EncodedSegment> {
    const segment = this.current;
    if (!segment) throw noSegment();
    this.current = undefined;
    return segment.finish();
  }

  dispose(): void {
    this.current?.giveUp();
    this.current = undefined;
    this.fail(cancelled('encode'));
  }

  private async encodeBatch(batch: FrameBatch): Promise<FfmpegPackets> {
    this.throwIfFailed();
    this.under++;
    try {
      return await this.lanes.encode(batch.job(this.settings, batch.first), (index) => batch.isAwaited(index));
    } catch (cause) {
      const error = ExportError.from(cause, 'encoder', {
        detail: 'ffmpeg-failed',
        stage: 'encode',
        message: 'ffmpeg could not be asked to encode.',
        remedy: 'Try again; if it happens again, choose another format.',
        recoverable: true,
        frame: batch.first,
      });
      this.fail(error);
      throw error;
    } finally {
      batch.free();
      this.under--;
      this.release();
    }
  }

  private throwIfFailed(): void {
    if (this.failure) throw this.failure;
  }

  private fail(reason: ExportError): void {
    this.failure ??= reason;
    this.release();
  }

  /** Lets whoever waits for room look again. */
  private release(): void {
    for (const resolve of this.wake.splice(0)) resolve();
  }
}

/** A segment whose frames are coming. */
class OpenSegment {
  private readonly span: SegmentSpan;
  private readonly settings: FfmpegEncoderSettings;
  private readonly memory: FrameMemoryPool;
  private readonly encodeBatch: (batch: FrameBatch) => Promise<FfmpegPackets>;
  private readonly batches: { first: number; packets: Promise<FfmpegPackets> }[] = [];
  private readonly batchFrames: number;
  /** The one that frames go into; null between two. */
  private batch: FrameBatch | null = null;
  /** Frames that came. */
  private taken = 0;

  constructor(
    span: SegmentSpan,
    settings: FfmpegEncoderSettings,
    memory: FrameMemoryPool,
    encodeBatch: (batch: FrameBatch) => Promise<FfmpegPackets>,
  ) {
    this.span = span;
    this.settings = settings;
    this.memory = memory;
    this.encodeBatch = encodeBatch;
    this.batchFrames = batchFramesFor(settings);
  }

  /** Copies the frame. */
  take(pixels: ArrayBuffer): void {
    const { span, taken } = this;
    const isNew = this.batch === null;
    const size = Math.min(this.batchFrames, span.count - taken);
    const batch = (this.batch ??= new FrameBatch(span.first + taken, size, this.memory, pixels.byteLength));
    const couldBegin = !isNew && batch.canBegin;
    batch.add(pixels);
    this.taken++;
    if (!couldBegin && batch.canBegin) this.hand(batch);
    if (batch.isFull) this.batch = null;
  }

  /** No more frames come. */
  giveUp(): void {
    this.batch?.giveUp();
    this.batch = null;
  }

  async finish(): Promise<EncodedSegment> {
    const { span, settings } = this;
    if (this.taken !== span.count) {
      this.giveUp();
      throw segmentIncomplete(span, this.taken);
    }
    const done = await Promise.all(this.batches.map(({ packets }) => packets));
    const packets = done.flatMap((batch, index) => {
      const { first } = this.batches[index]!;
      return batch.packets.map(({ frame, byteLength, key }): EncodedPacket => ({
        key,
        frame: first + frame,
        byteLength,
      }));
    });
    if (packets.length !== span.count || !packets[0]?.key) throw segmentIncomplete(span, packets.length);
    checkSizes(settings, packets);
    const data = new Uint8Array(done.reduce((sum, batch) => sum + batch.data.length, 0));
    let at = 0;
    for (const batch of done) {
      data.set(batch.data, at);
      at += batch.data.length;
    }
    return { span, packets, data, decoderConfig: decoderConfig(settings, done[0]?.extradata ?? null) };
  }

  private hand(batch: FrameBatch): void {
    const packets = this.encodeBatch(batch);
    // Awaited in finish(); until then a failure is told to whoever brings the next frame.
    packets.catch(() => undefined);
    this.batches.push({ first: batch.first, packets });
  }
}

/** Where a standard fixes the size of packets, receivers rely on it. */
function checkSizes(settings: FfmpegEncoderSettings, packets: readonly EncodedPacket[]): void {
  const { codec, width, height } = settings;
  const expected = isDnxhr(codec) ? dnxhrPacketBytes(codec, width, height) : rasterOf(settings)?.packetBytes;
  const wrong = packets.find(({ byteLength }) => expected !== undefined && byteLength !== expected);
  if (!wrong) return;
  throw new ExportError('encoder', {
    detail: 'packet-size-wrong',
    stage: 'encode',
    message: `ffmpeg gave a packet of ${wrong.byteLength} bytes where ${ffmpegCodec(codec).label} has ${expected}.`,
    remedy: 'This is a fault of the export module; please report it.',
    frame: wrong.frame,
  });
}

/** What is stored with the segment. `codec` is a codec string of WebCodecs for H.264 alone, else our own id. */
function decoderConfig(settings: FfmpegEncoderSettings, extradata: Uint8Array<ArrayBuffer> | null): VideoDecoderConfig {
  const { codec, width, height } = settings;
  const coded = rasterOf(settings)?.coded ?? { width, height };
  const profile = extradata && codec === 'h264' ? [...extradata.subarray(1, 4)] : null;
  return {
    codec: profile ? `avc1.${profile.map((byte) => byte.toString(16).padStart(2, '0')).join('')}` : codec,
    codedWidth: coded.width,
    codedHeight: coded.height,
    ...(extradata === null ? {} : { description: extradata }),
  };
}
