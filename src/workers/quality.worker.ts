import { checkFile } from '../quality/check-file';
import { codedFilmOf } from '../quality/sample-plan';
import { ExportStore } from '../storage/export-store';
import { exposeToPage } from './expose';
import { fileChecks } from './file-checks';
import { goldenFrameWork } from './golden-frame-work';
import { withDecoder } from './lane-decoder';
import type { QualityWorkerApi } from './protocol';
import { storedCapture, storedSound } from './stored-capture';

const store = new ExportStore();

const api: QualityWorkerApi = {
  async check({ exportId, segmentCount, ...request }, file, lanes) {
    const { settings } = request;
    const { width, height } = settings;
    const { frameCount } = codedFilmOf(settings);
    const stored = await storedCapture(store, { exportId, segmentCount, frameCount, width, height });
    const sound = await storedSound(store, { exportId, settings });
    return withDecoder(lanes, (decoder) => checkFile({ ...request, ...stored, file, sound, decoder }));
  },
  ...fileChecks(),
  ...goldenFrameWork(),
};

exposeToPage(api);
