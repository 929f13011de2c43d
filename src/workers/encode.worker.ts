import { chooseWebCodecsEngine, tryWebCodecsEngine } from '../encode/webcodecs/engine-trial';
import { WebCodecsSegmentEncoder } from '../encode/webcodecs/webcodecs-segment-encoder';
import { ExportStore } from '../storage/export-store';
import { FrameStore } from '../storage/frame-store';
import { exposeToPage } from './expose';
import type { EncodeWorkerApi } from './protocol';
import { encodeFromPort } from './segment-stream';

const store = new ExportStore();
const frames = new FrameStore();

const api: EncodeWorkerApi = {
  chooseEngine: (settings, failed) => chooseWebCodecsEngine(settings, failed),
  tryEngine: (engine, settings) => tryWebCodecsEngine(engine, settings),
  removeDamaged: (exportId) => store.removeDamaged(exportId),
  encode: (exportId, engine, settings, port) =>
    encodeFromPort({
      port,
      encoder: new WebCodecsSegmentEncoder(engine, settings),
      store,
      frames,
      exportId,
      width: settings.width,
      height: settings.height,
      frameRate: settings.frameRate,
    }),
};

exposeToPage(api);
