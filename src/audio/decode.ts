import type { AudioTrack } from '../composition/composition';
import { ExportError } from '../errors';
import { untilAborted } from './abort';
import { loadSource } from './load-source';
import { toWaveFile } from './wave-file';

/** Sound as plain numbers: one array per channel, equally long, in the channel order of Web Audio. */
export interface PlanarSound {
  readonly channels: readonly Float32Array<ArrayBuffer>[];
  /** Samples per channel. */
  readonly length: number;
}

/** A sample beyond this, 120 dB over full scale, is damage. */
const loudest = 1e6;

/**
 * The source of every track at `sampleRate`, in the order of the tracks. They are decoded at the same time, and one
 * that several tracks share only once. The first failure stops the others.
 *
 * An `AudioBuffer` of the right rate is used as it is, not copied: it must not change until the export ends.
 *
 * @throws ExportError `audio`: audio-missing, audio-corrupt, audio-source-failed; `cancelled`
 */
export async function decodeSources(
  tracks: readonly AudioTrack[],
  sampleRate: number,
  signal: AbortSignal,
): Promise<PlanarSound[]> {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const decoded = new Map<AudioTrack['source'], Promise<PlanarSound>>();
  tracks.forEach(({ source }, index) => {
    if (!decoded.has(source)) decoded.set(source, decode(source, sampleRate, `audio[${index}].source`, either));
  });
  try {
    return await Promise.all(tracks.map(({ source }) => decoded.get(source)!));
  } catch (error) {
    failure.abort(error);
    throw error;
  }
}

async function decode(
  source: AudioTrack['source'],
  sampleRate: number,
  path: string,
  signal: AbortSignal,
): Promise<PlanarSound> {
  const loaded = await loadSource(source, path, signal);
  const description = describe(source, path);
  if (loaded instanceof ArrayBuffer) return decodeFile(loaded, sampleRate, description, signal);
  const sound = toPlanar(loaded);
  requireLevels(sound, loaded.sampleRate, description);
  if (loaded.sampleRate === sampleRate) return sound;
  // decodeAudioData resamples with a windowed sinc where a buffer source node interpolates linearly: at 44.1 → 48 kHz
  // the error of a 10 kHz tone is −72 dB against −15 dB in Chromium. So a buffer takes the way of a file.
  return decodeFile(toWaveFile(sound.channels, loaded.sampleRate), sampleRate, description, signal);
}

async function decodeFile(
  file: ArrayBuffer,
  sampleRate: number,
  description: string,
  signal: AbortSignal,
): Promise<PlanarSound> {
  // Decoding resamples to the rate of its context. The context renders nothing, so it is as small as it may be.
  const context = new OfflineAudioContext({ numberOfChannels: 1, length: 1, sampleRate });
  try {
    const sound = toPlanar(await untilAborted(context.decodeAudioData(file), signal));
    requireLevels(sound, sampleRate, description);
    return sound;
  } catch (cause) {
    throw ExportError.from(cause, 'audio', {
      detail: 'audio-corrupt',
      stage: 'audio',
      message: `${description} cannot be decoded as sound.`,
      remedy: 'Convert it to WAV, MP3, AAC, FLAC or Opus, or choose another file.',
    });
  }
}

/** A synthesiser gone wrong or a damaged float file would poison the mix, and libavcodec fails on such samples. */
function requireLevels({ channels }: PlanarSound, sampleRate: number, description: string): void {
  for (const samples of channels) {
    const at = samples.findIndex((sample) => !(Math.abs(sample) <= loudest));
    if (at === -1) continue;
    throw new ExportError('audio', {
      detail: 'audio-corrupt',
      stage: 'audio',
      message: `${description} holds samples that are no sound: ${samples[at]!} at ${(at / sampleRate).toFixed(3)} s.`,
      remedy: 'Repair what makes the sound, or choose another file.',
    });
  }
}

function toPlanar(buffer: AudioBuffer): PlanarSound {
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, channel) => buffer.getChannelData(channel));
  return { channels, length: buffer.length };
}

function describe(source: AudioTrack['source'], path: string): string {
  if (typeof source === 'string') return `${path} (${source})`;
  return source instanceof File ? `${path} (${source.name})` : path;
}
