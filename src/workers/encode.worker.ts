import { chooseEngine, openEncoder, tryEngine } from '../encode/engines';
import { ExportStore } from '../storage/export-store';
import { FrameStore } from '../storage/frame-store';
import { exposeToPage } from './expose';
import type { EncodeWorkerApi } from './protocol';
import { encodeFromPort } from './segment-stream';

const store = new ExportStore();
const frames = new FrameStore();

const api: EncodeWorkerApi = {
  chooseEngine,
  tryEngine,
  removeDamaged: (exportId) => store.removeDamaged(exportId),
  encode: async (exportId, engine, settings, port, lanes) =>
    encodeFromPort({
      ...settings,
      port,
      encoder: await openEncoder(engine, settings, lanes),
      store,
      frames,
      exportId,
    }),
};

exposeToPage(api);
