import { encodeAudio } from '../audio/encoders/encode-audio';
import { ExportStore } from '../storage/export-store';
import { exposeToPage } from './expose';
import type { AudioWorkerApi, StereoChunk } from './protocol';

const store = new ExportStore();

/** The mix, run by run, each in the store before it is encoded. */
async function* stored(exportId: string, pull: () => Promise<StereoChunk | null>): AsyncGenerator<StereoChunk> {
  for (let index = 0; ; index++) {
    const chunk = await pull();
    if (chunk === null) return;
    await store.putMix(exportId, index, chunk);
    yield chunk;
  }
}

const api: AudioWorkerApi = {
  async encode(exportId, settings, pull) {
    const { signal } = new AbortController(); // Cancelling ends this worker whole.
    await store.putAudio(exportId, await encodeAudio(settings, stored(exportId, pull), { signal }));
  },
};

exposeToPage(api);
