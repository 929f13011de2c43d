import * as Comlink from 'comlink';
import { chooseWebCodecsEngine } from '../encode/webcodecs/engine-trial';
import { WebCodecsSegmentEncoder } from '../encode/webcodecs/webcodecs-segment-encoder';
import { ExportStore } from '../storage/export-store';
import type { EncodeWorkerApi } from './protocol';
import { encodeFromPort } from './segment-stream';
import { registerTransferHandlers } from './transfer-handlers';

registerTransferHandlers();

const store = new ExportStore();

const api: EncodeWorkerApi = {
  chooseEngine: (settings) => chooseWebCodecsEngine(settings),
  encode: (exportId, engine, settings, port) =>
    encodeFromPort(port, new WebCodecsSegmentEncoder(engine, settings), store, exportId),
};

Comlink.expose(api);
