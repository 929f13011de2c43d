import { ExportError } from '../errors';
import { untilAborted } from './abort';
import type { PlanarSamples } from './sound';

/** A sample beyond this, 120 dB over full scale, is damage. */
const loudest = 1e6;

/**
 * Decodes a file of any kind the browser knows, and resamples it to `sampleRate`. The buffer is detached.
 *
 * @param description of the source, for messages
 * @throws ExportError `audio` (audio-corrupt), `cancelled`
 */
export async function decodeFile(
  file: ArrayBuffer,
  sampleRate: number,
  description: string,
  signal: AbortSignal,
): Promise<PlanarSamples> {
  // Decoding resamples to the rate of its context. The context renders nothing, so it is as small as it may be.
  const context = new OfflineAudioContext({ numberOfChannels: 1, length: 1, sampleRate });
  try {
    return toPlanar(await untilAborted(context.decodeAudioData(file), signal));
  } catch (cause) {
    throw ExportError.from(cause, 'audio', {
      detail: 'audio-corrupt',
      stage: 'audio',
      message: `${description} cannot be decoded as sound.`,
      remedy: 'Convert it to WAV, MP3, AAC, FLAC or Opus, or choose another file.',
    });
  }
}

export function toPlanar(buffer: AudioBuffer): PlanarSamples {
  return Array.from({ length: buffer.numberOfChannels }, (_, channel) => buffer.getChannelData(channel));
}

/**
 * A synthesiser gone wrong or a damaged float file would poison the mix, and libavcodec fails on such samples.
 *
 * @param first where in the source the samples begin
 * @throws ExportError `audio` (audio-corrupt)
 */
export function requireLevels(channels: PlanarSamples, sampleRate: number, description: string, first = 0): void {
  for (const samples of channels) {
    const at = samples.findIndex((sample) => !(Math.abs(sample) <= loudest));
    if (at === -1) continue;
    const seconds = ((first + at) / sampleRate).toFixed(3);
    throw new ExportError('audio', {
      detail: 'audio-corrupt',
      stage: 'audio',
      message: `${description} holds samples that are no sound: ${samples[at]!} at ${seconds} s.`,
      remedy: 'Repair what makes the sound, or choose another file.',
    });
  }
}
