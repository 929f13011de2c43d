/** Frames kept and read in a worker, one segment at a time. */
import * as Comlink from 'comlink';
import type { SegmentSpan } from '../../src/encode/segment-encoder';
import { FrameStore } from '../../src/storage/frame-store';
import type { FrameWriter } from '../../src/storage/frame-writer';
import { registerTransferHandlers } from '../../src/workers/transfer-handlers';

registerTransferHandlers();

let store = new FrameStore();
let writer: FrameWriter | null = null;

const api = {
  reserve: (reserveBytes: number): void => {
    store = new FrameStore({ reserveBytes });
  },
  async begin(exportId: string, segment: SegmentSpan, size: { width: number; height: number }): Promise<boolean> {
    writer = await store.begin(exportId, segment, size);
    return writer !== null;
  },
  append: (pixels: ArrayBuffer): boolean => writer!.append(pixels),
  finish: (): Promise<number | null> => writer!.finish(),
  abort: (): Promise<void> => writer!.abort(),
  async read(exportId: string, index: number, frame: number): Promise<ArrayBuffer> {
    const reader = (await store.read(exportId, index))!;
    const pixels = new ArrayBuffer(reader.width * reader.height * 4);
    await reader.read(frame, pixels);
    return Comlink.transfer(pixels, [pixels]);
  },
};

export type FrameStoreWorkerApi = typeof api;

Comlink.expose(api);
