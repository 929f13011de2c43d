import type { SegmentEncoder } from '../encode/segment-encoder';
import type { ExportStore } from '../storage/export-store';
import type { FrameMessage, FrameReply } from './protocol';

/**
 * Feeds an encoder from a port and stores what it makes, the worker's side of an export's picture. Segments overlap: one
 * drains into the store while the next is being encoded.
 *
 * @throws ExportError `encoder`, `storage`, with the encoder disposed of and the port closed, as also at the end
 */
export async function encodeFromPort(
  port: MessagePort,
  encoder: SegmentEncoder,
  store: ExportStore,
  exportId: string,
): Promise<void> {
  const stored: Promise<void>[] = [];
  const reply = (message: FrameReply, transfer: Transferable[] = []): void => port.postMessage(message, transfer);

  const storeSegment = async (): Promise<void> => {
    const segment = await encoder.end();
    await store.putSegment(exportId, segment);
    reply({ kind: 'stored', index: segment.span.index });
  };

  const take = async (message: FrameMessage): Promise<void> => {
    switch (message.kind) {
      case 'begin': {
        encoder.begin(message.span);
        return;
      }
      case 'frame': {
        const { pixels } = message.frame;
        await encoder.encode(message.frame);
        reply({ kind: 'room', pixels }, [pixels]);
        return;
      }
      case 'end':
        stored.push(storeSegment());
        return stored.at(-1);
      case 'finish':
        return;
    }
  };

  try {
    await new Promise<void>((resolve, reject) => {
      port.onmessage = ({ data }: MessageEvent<FrameMessage>) => {
        take(data).then(() => {
          if (data.kind === 'finish') resolve();
        }, reject);
      };
    });
    await Promise.all(stored);
  } finally {
    encoder.dispose();
    port.close();
  }
}
