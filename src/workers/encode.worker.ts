import { chooseWebCodecsEngine, tryWebCodecsEngine } from '../encode/webcodecs/engine-trial';
import { WebCodecsSegmentEncoder } from '../encode/webcodecs/webcodecs-segment-encoder';
import { ExportStore } from '../storage/export-store';
import { exposeToPage } from './expose';
import type { EncodeWorkerApi } from './protocol';
import { encodeFromPort } from './segment-stream';

const store = new ExportStore();

const api: EncodeWorkerApi = {
  chooseEngine: (settings, failed) => chooseWebCodecsEngine(settings, failed),
  tryEngine: (engine, settings) => tryWebCodecsEngine(engine, settings),
  removeDamaged: (exportId) => store.removeDamaged(exportId),
  encode: (exportId, engine, settings, port) =>
    encodeFromPort(port, new WebCodecsSegmentEncoder(engine, settings), store, exportId),
};

exposeToPage(api);
