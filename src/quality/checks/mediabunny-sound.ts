import { ALL_FORMATS, AudioSampleSink, BlobSource, EncodedPacketSink, Input, type AudioSample } from 'mediabunny';
import { UndecodableError } from '../undecodable-error';
import type { DecodedSound, SoundRun } from './decoded-sound';

/**
 * Decodes a file's first track of sound as it is asked for it, so that what is held does not grow with the file. What
 * Opus puts before the sound, decoders take out by themselves.
 */
export async function* decodeTrack(
  file: Blob,
  { sampleRate, channels }: Pick<DecodedSound, 'sampleRate' | 'channels'>,
): AsyncGenerator<SoundRun> {
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track === null) return;
    if (!(await track.canDecode()))
      throw new UndecodableError(`This browser cannot decode ${(await track.getCodec()) ?? 'the codec of the sound'}.`);
    let next: number | null = null;
    for await (const sample of new AudioSampleSink(track).samples()) {
      if (sample.sampleRate !== sampleRate || sample.numberOfChannels !== channels) {
        sample.close();
        throw new Error('The sound is not of the rate or the channels that its header says.');
      }
      const told = Math.round(sample.timestamp * sampleRate);
      // Matroska rounds times to milliseconds: what is nearer than that to the end before follows it.
      const start: number = next !== null && Math.abs(told - next) <= sampleRate / 500 ? next : told;
      next = start + sample.numberOfFrames;
      yield { start, channels: planesOf(sample) };
    }
  } finally {
    input.dispose();
  }
}

/** The packets of a file's first track of sound, as they are. @throws Error for a damaged file */
export async function* soundPackets(file: Blob): AsyncGenerator<Uint8Array> {
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track) for await (const { data } of new EncodedPacketSink(track).packets()) yield data;
  } finally {
    input.dispose();
  }
}

/** Closes the sample. */
function planesOf(sample: AudioSample): Float32Array[] {
  try {
    return Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
      const samples = new Float32Array(sample.numberOfFrames);
      sample.copyTo(samples, { planeIndex, format: 'f32-planar' });
      return samples;
    });
  } finally {
    sample.close();
  }
}
