import * as Comlink from 'comlink';
import { chooseWebCodecsEngine } from '../encode/webcodecs/engine-trial';
import { WebCodecsSegmentEncoder } from '../encode/webcodecs/webcodecs-segment-encoder';
import type { SegmentEncoder } from '../encode/segment-encoder';
import { ExportError } from '../errors';
import { ExportStore } from '../storage/export-store';
import type { EncodeWorkerApi } from './protocol';
import { registerTransferHandlers } from './transfer-handlers';

registerTransferHandlers();

const store = new ExportStore();
let current: { exportId: string; encoder: SegmentEncoder } | undefined;

function opened(): { exportId: string; encoder: SegmentEncoder } {
  if (current) return current;
  throw new ExportError('internal', {
    detail: 'encoder-not-open',
    stage: 'encode',
    message: 'A frame came before the encoder was opened.',
    remedy: 'This is a fault of the export module; please report it.',
  });
}

const api: EncodeWorkerApi = {
  chooseEngine: (settings) => chooseWebCodecsEngine(settings),
  open(exportId, engine, settings) {
    current?.encoder.dispose();
    current = { exportId, encoder: new WebCodecsSegmentEncoder(engine, settings) };
  },
  begin: (span) => opened().encoder.begin(span),
  async encode(frame) {
    await opened().encoder.encode(frame);
    return Comlink.transfer(frame.pixels, [frame.pixels]);
  },
  async end() {
    const { exportId, encoder } = opened();
    const segment = await encoder.end();
    await store.putSegment(exportId, segment);
    return { index: segment.span.index, byteLength: segment.data.byteLength };
  },
  close() {
    current?.encoder.dispose();
    current = undefined;
  },
};

Comlink.expose(api);
