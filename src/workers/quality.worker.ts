import { checkFile } from '../quality/check-file';
import { codedFilmOf } from '../quality/sample-plan';
import { ExportStore } from '../storage/export-store';
import { exposeToPage } from './expose';
import { fileChecks } from './file-checks';
import { goldenFrameWork } from './golden-frame-work';
import { withDecoder } from './lane-decoder';
import type { QualityWorkerApi } from './protocol';
import { storedCapture, storedPackets, storedSound } from './stored-capture';

const store = new ExportStore();

const api: QualityWorkerApi = {
  async check({ exportId, segmentCount, ...request }, file, lanes) {
    const { settings } = request;
    const { width, height } = settings;
    const { frameCount } = codedFilmOf(settings);
    const captured = await storedCapture(store, { exportId, segmentCount, frameCount, width, height });
    const packets = await storedPackets(store, { exportId, segmentCount });
    const sound = await storedSound(store, { exportId, settings });
    return withDecoder(lanes, (decoder) => checkFile({ ...request, file, captured, packets, sound, decoder }));
  },
  ...fileChecks(),
  ...goldenFrameWork(),
};

exposeToPage(api);
