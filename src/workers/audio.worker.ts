import type { EncodedAudioPacket } from '../audio/audio-source';
import { encodeAudio } from '../audio/encoders/encode-audio';
import { ExportStore } from '../storage/export-store';
import { exposeToPage } from './expose';
import type { AudioWorkerApi, StereoChunk } from './protocol';

const store = new ExportStore();

async function* pulled(pull: () => Promise<StereoChunk | null>): AsyncGenerator<StereoChunk> {
  for (let chunk = await pull(); chunk !== null; chunk = await pull()) yield chunk;
}

const api: AudioWorkerApi = {
  async encode(exportId, settings, pull) {
    const { signal } = new AbortController(); // Cancelling ends this worker whole.
    let runs = 0;
    const onPackets = (packets: EncodedAudioPacket[]): Promise<void> => store.putPackets(exportId, runs++, packets);
    const audio = await encodeAudio(settings, pulled(pull), { signal, onPackets });
    await store.putAudio(exportId, audio, runs);
  },
};

exposeToPage(api);
