import type { EncodedAudioPacket } from '../audio/audio-source';
import { encodeAudio } from '../audio/encoders/encode-audio';
import { normalise } from '../audio/loudness/normalise';
import { ExportStore } from '../storage/export-store';
import { exposeToPage } from './expose';
import type { AudioWorkerApi, StereoChunk } from './protocol';

const store = new ExportStore();

async function* wholeMix(read: (at: number) => Promise<StereoChunk | null>): AsyncGenerator<StereoChunk> {
  let at = 0;
  for (let chunk = await read(at); chunk !== null; chunk = await read(at)) {
    at += chunk[0].length; // Before it is lent.
    yield chunk;
  }
}

const api: AudioWorkerApi = {
  async encode(exportId, settings, loudness, read) {
    const { signal } = new AbortController(); // Cancelling ends this worker whole.
    let runs = 0;
    const onPackets = (packets: EncodedAudioPacket[]): Promise<void> => store.putPackets(exportId, runs++, packets);
    const mix = { sampleRate: settings.sampleRate, read: () => wholeMix(read) };
    const normalised = loudness === null ? null : await normalise(mix, loudness);
    const audio = await encodeAudio(settings, (normalised ?? mix).read(), { signal, onPackets });
    await store.putAudio(exportId, { ...audio, ...(normalised && { loudness: normalised.report() }) }, runs);
  },
};

exposeToPage(api);
