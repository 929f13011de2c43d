import type { ColourSpaceId } from '../colour/colour-space';
import { pixelBytes, type PixelFormat } from '../colour/pixel-format';
import { frameTimestampUs, type FrameRate } from '../composition/frame-rate';
import type { AlphaMode, Scan, SegmentEncoder, SegmentSpan } from '../encode/segment-encoder';
import { ExportError } from '../errors';
import type { ExportStore } from '../storage/export-store';
import type { FrameStore } from '../storage/frame-store';
import type { SegmentReference } from '../storage/segment-reference';
import { FrameKeeper } from './frame-keeper';
import { ReferenceSampler } from './reference-sampler';
import { packetHashesOf } from './segment-packets';
import type { FrameMessage, FrameReply, FrameSource } from './protocol';

export interface SegmentStream {
  port: MessagePort;
  encoder: SegmentEncoder;
  store: ExportStore;
  frames: FrameStore;
  exportId: string;
  /** Pixels. */
  width: number;
  height: number;
  pixelFormat?: PixelFormat;
  scan: Scan;
  colourSpace: ColourSpaceId;
  alpha: AlphaMode | null;
  frameRate: FrameRate;
}

/**
 * Feeds an encoder from a port and stores what it makes, the worker's side of an export's picture. Segments overlap: one
 * drains into the store while the next is being encoded.
 *
 * @throws ExportError `encoder`, `storage`, with the encoder disposed of and the port closed, as also at the end
 */
export async function encodeFromPort(stream: SegmentStream): Promise<void> {
  const { port, encoder, store, frames, exportId } = stream;
  const draining = new Set<Promise<void>>();
  const reply = (message: FrameReply, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
  const kept = keptSize(stream);
  const keeper = new FrameKeeper(frames, exportId, kept, (reason) => reply({ kind: 'frames-dropped', reason }));

  const sampler = new ReferenceSampler(stream);

  const storeReference = async (reference: SegmentReference): Promise<void> => {
    try {
      await store.putReference(exportId, reference);
    } catch (cause) {
      // The file can be made without; what it then lacks is a check.
      reply({ kind: 'reference-dropped', reason: cause instanceof Error ? cause.message : String(cause) });
    }
  };

  const storeSegment = async (reference: SegmentReference | null): Promise<void> => {
    const segment = await encoder.end();
    // First, so that a segment which is stored has its reference.
    if (reference) await storeReference({ ...reference, packets: await packetHashesOf(segment) });
    try {
      await store.putSegment(exportId, segment);
    } catch (cause) {
      const full = cause instanceof ExportError && cause.code === 'storage-quota';
      if (!full || !(await keeper.drop())) throw cause;
      await store.putSegment(exportId, segment);
    }
    reply({ kind: 'stored', index: segment.span.index });
  };

  let current: SegmentSpan | null = null;

  const encodeStored = async (span: SegmentSpan, source: FrameSource): Promise<void> => {
    let pixels = new ArrayBuffer(kept.width * kept.height * 4);
    const read = storedFrameReader(stream, source);
    for (let frame = span.first; frame < span.first + span.count; frame++) {
      await read(frame, pixels);
      sampler.take(frame, pixels);
      const timestampUs = frameTimestampUs(frame, stream.frameRate);
      const durationUs = frameTimestampUs(frame + 1, stream.frameRate) - timestampUs;
      pixels = await encoder.encode({ frame, pixels, timestampUs, durationUs });
      reply({ kind: 'encoded' });
    }
  };

  try {
    await new Promise<void>((resolve, reject) => {
      const watch = (work: Promise<void>): void => {
        draining.add(work);
        work.then(() => draining.delete(work), reject);
      };
      const take = async (message: FrameMessage): Promise<void> => {
        switch (message.kind) {
          case 'begin':
            encoder.begin(message.span);
            current = message.span;
            await sampler.begin(message.reference);
            if (message.keep) await keeper.begin(message.span);
            return;
          case 'frame': {
            keeper.append(message.frame.pixels);
            sampler.take(message.frame.frame, message.frame.pixels);
            const room = encoder.encode(message.frame);
            watch(room.then((pixels) => reply({ kind: 'room', pixels }, [pixels])));
            return;
          }
          case 'stored-frames':
            return encodeStored(message.span, message.source);
          case 'end':
            keeper.end();
            watch(storeSegment(current && sampler.end(current)));
            return;
          case 'finish':
            await Promise.all(draining);
            resolve();
        }
      };
      let turn = Promise.resolve();
      port.onmessage = ({ data }: MessageEvent<FrameMessage>) => {
        turn = turn.then(() => take(data));
        turn.catch(reject);
      };
    });
  } finally {
    encoder.dispose();
    await keeper.dispose();
    port.close();
  }
}

/** Frames are kept as words of 4 bytes: a pixel of half floats is two of them, beside each other. */
function keptSize({ width, height, pixelFormat = 'bgra8' }: SegmentStream): { width: number; height: number } {
  return { width: (width * pixelBytes[pixelFormat]) / 4, height };
}

/** Reads frames, in order, from where they are kept. The function given @throws ExportError `storage` */
function storedFrameReader(
  { frames }: SegmentStream,
  { exportId, segmentFrames, offset }: FrameSource,
): (frame: number, into: ArrayBuffer) => Promise<void> {
  let reader: Awaited<ReturnType<FrameStore['read']>> = null;
  return async (frame, into) => {
    const index = Math.floor((frame + offset) / segmentFrames);
    if (reader?.segment.index !== index) reader = await frames.read(exportId, index);
    try {
      if (!reader) throw framesGone(frame);
      await reader.read(frame + offset, into);
    } catch (cause) {
      // The next attempt finds none there, and draws them.
      await frames.remove(exportId, index);
      throw cause;
    }
  };
}

function framesGone(frame: number): ExportError {
  return new ExportError('storage', {
    detail: 'frames-gone',
    stage: 'encode',
    message: `The pictures that were kept are no longer there from frame ${frame} on.`,
    remedy: 'Try again: they are drawn anew.',
    recoverable: true,
    frame,
  });
}
