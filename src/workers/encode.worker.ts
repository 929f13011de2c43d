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
      port,
      encoder: await openEncoder(engine, settings, lanes),
      store,
      frames,
      exportId,
      width: settings.width,
      height: settings.height,
      frameRate: settings.frameRate,
    }),
};

exposeToPage(api);
