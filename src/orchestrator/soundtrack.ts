import * as Comlink from 'comlink';
import type { AudioCodec, AudioMix, EncoderCodec } from '../audio/audio-source';
import { defaultBitrate } from '../audio/bitrates';
import { prepareMix } from '../audio/mix';
import { createSpectrum, type Spectrum } from '../audio/spectrum';
import type { Composition } from '../composition/composition';
import { frameSample } from '../composition/frame-rate';
import { codecs } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import { loudnessTarget } from '../formats/loudness-targets';
import type { ExportWorkers } from '../workers/export-workers';
import { lengthAt } from './export-length';

const defaultSampleRate = 48_000;

/** Seconds of sound handed to the worker at a time: what is in memory beside the sources. */
const chunkSeconds = 4;

/** The sound of a composition at an export's rate. */
export interface Soundtrack {
  mix: AudioMix;
  /** Present when the composition asks for it. */
  spectrum?: Spectrum;
}

/**
 * Opens and places the composition's sound for files of the same pass, once for each sample rate; null for one that has
 * none. The first says whether there is a spectrum.
 *
 * @throws ExportError `audio`, `invalid-input`
 */
export async function openSoundtracks(
  composition: Composition,
  files: readonly { settings: ExportSettings }[],
  signal: AbortSignal,
): Promise<(Soundtrack | null)[]> {
  const tracks = composition.audio ?? [];
  const mixes = new Map<number, Promise<AudioMix>>();
  const mixAt = (sampleRate: number, { frameRate }: ExportSettings): Promise<AudioMix> => {
    const length = frameSample(lengthAt(composition, frameRate), frameRate, sampleRate);
    const mix = mixes.get(sampleRate) ?? prepareMix(tracks, { sampleRate, length, signal });
    mixes.set(sampleRate, mix);
    return mix;
  };
  return Promise.all(
    files.map(async ({ settings }, i) => {
      const wanted = i === 0 ? composition.spectrum : undefined;
      if (tracks.length === 0 || (settings.audio === null && !wanted)) return null;
      const mix = await mixAt(settings.audio?.sampleRate ?? defaultSampleRate, settings);
      return wanted ? { mix, spectrum: createSpectrum(mix, settings.frameRate, wanted) } : { mix };
    }),
  );
}

/** What is encoded for the file: where ffmpeg puts it together, PCM, of which it makes the rest. */
function encoderCodec({ video }: ExportSettings, codec: AudioCodec): EncoderCodec {
  const isPacked = codec === 'flac' || (codecs[video.codec].muxer === 'ffmpeg' && !codec.startsWith('pcm'));
  return isPacked ? 'pcm-s24' : codec;
}

/**
 * Has the worker bring the exported range of the mix to its loudness, where it is to have one, encode and store it.
 * Resolves when all of it is stored.
 */
export function encodeSoundtrack(
  mix: AudioMix,
  exported: ExportSettings & { audio: NonNullable<ExportSettings['audio']> },
  exportId: string,
  worker: ExportWorkers['audio'],
): Promise<void> {
  const { audio, range, frameRate } = exported;
  const { sampleRate, channels } = mix;
  const first = frameSample(range.first, frameRate, sampleRate);
  const end = frameSample(range.end, frameRate, sampleRate);
  const read = async (at: number): Promise<[Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] | null> => {
    const count = Math.min(end - first - at, chunkSeconds * sampleRate);
    if (count <= 0) return null;
    const chunk = await mix.read(first + at, count);
    return Comlink.transfer(
      chunk,
      chunk.map(({ buffer }) => buffer),
    );
  };
  const codec = encoderCodec(exported, audio.codec);
  const settings = { codec, sampleRate, channels, bitrate: audio.bitrate ?? defaultBitrate(codec) };
  const loudness = audio.loudness ? loudnessTarget(audio.loudness) : null;
  return worker.call((api) => api.encode(exportId, settings, { loudness, length: end - first }, Comlink.proxy(read)));
}
