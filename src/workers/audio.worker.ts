import type { EncodedAudioPacket } from '../audio/audio-source';
import { encodeAudio } from '../audio/encoders/encode-audio';
import type { StereoBlock } from '../audio/encoders/stereo-block';
import { normalise } from '../audio/loudness/normalise';
import { ExcerptTaker } from '../audio/sound-excerpts';
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

/** The same sound, of which excerpts are taken as it goes by. */
async function* listened(sound: AsyncIterable<StereoBlock>, taker: ExcerptTaker): AsyncGenerator<StereoBlock> {
  for await (const block of sound) {
    taker.push(block);
    yield block;
  }
}

const api: AudioWorkerApi = {
  async encode(exportId, settings, { loudness, length }, read) {
    const { signal } = new AbortController(); // Cancelling ends this worker whole.
    let runs = 0;
    const onPackets = (packets: EncodedAudioPacket[]): Promise<void> => store.putPackets(exportId, runs++, packets);
    const mix = { sampleRate: settings.sampleRate, read: () => wholeMix(read) };
    const normalised = loudness === null ? null : await normalise(mix, loudness);
    const taker = new ExcerptTaker(length);
    const audio = await encodeAudio(settings, listened((normalised ?? mix).read(), taker), { signal, onPackets });
    const excerpts = taker.read();
    await store.putAudio(exportId, { ...audio, ...(normalised && { loudness: normalised.report() }), runs, excerpts });
  },
};

exposeToPage(api);
