import type { AudioTrack } from '../composition/composition';
import { untilAborted } from './abort';
import { decodeFile, requireLevels, toPlanar } from './decode-file';
import { loadSource, readFile } from './load-source';
import { wholeSound, type PlanarSamples, type Sound } from './sound';
import { toWaveFile } from './wave-file';

/**
 * The source of every track at `sampleRate`, in the order of the tracks. They are opened at the same time, and one that
 * several tracks share only once. The first failure stops the others.
 *
 * A long file is decoded in pieces when they are read, so that what is held does not depend on its length; damage in
 * the middle of it is found then. An `AudioBuffer` of the right rate is used as it is, not copied: it must not change
 * until the export ends.
 *
 * @param signal frees what is held open, so it must be aborted in the end; no more can be read then
 * @throws ExportError `audio`: audio-missing, audio-corrupt, audio-source-failed; `cancelled`
 */
export async function openSounds(
  tracks: readonly AudioTrack[],
  sampleRate: number,
  signal: AbortSignal,
): Promise<Sound[]> {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const opened = new Map<AudioTrack['source'], Promise<Sound>>();
  tracks.forEach(({ source }, index) => {
    if (!opened.has(source)) opened.set(source, open(source, sampleRate, `audio[${index}].source`, either));
  });
  try {
    return await Promise.all(tracks.map(({ source }) => opened.get(source)!));
  } catch (error) {
    failure.abort(error);
    throw error;
  }
}

/** Bytes up to which a file is not looked at: for more than half a minute they are little. */
const smallFileBytes = 100_000;

async function open(
  source: AudioTrack['source'],
  sampleRate: number,
  path: string,
  signal: AbortSignal,
): Promise<Sound> {
  const loaded = await loadSource(source, path, signal);
  const description = describe(source, path);
  if (!('getChannelData' in loaded)) return openFile(loaded);
  const samples = toPlanar(loaded);
  requireLevels(samples, loaded.sampleRate, description);
  if (loaded.sampleRate === sampleRate) return wholeSound(samples);
  // decodeAudioData resamples with a windowed sinc where a buffer source node interpolates linearly: at 44.1 → 48 kHz
  // the error of a 10 kHz tone is −72 dB against −15 dB in Chromium. So a buffer takes the way of a file.
  return wholeSound(await decode(toWaveFile(samples, loaded.sampleRate)));

  async function openFile(file: Blob): Promise<Sound> {
    const decodeWhole = async (): Promise<PlanarSamples> => decode(await readFile(file, path, signal));
    if (file.size <= smallFileBytes) return wholeSound(await decodeWhole());
    const { openSeekableFile, piecewiseSound } = await import('./long-sound');
    const seekable = await untilAborted(openSeekableFile(file, signal), signal);
    return seekable === null
      ? wholeSound(await decodeWhole())
      : piecewiseSound(seekable, { sampleRate, description, signal, decodeWhole });
  }

  async function decode(file: ArrayBuffer): Promise<PlanarSamples> {
    const decoded = await decodeFile(file, sampleRate, description, signal);
    requireLevels(decoded, sampleRate, description);
    return decoded;
  }
}

function describe(source: AudioTrack['source'], path: string): string {
  if (typeof source === 'string') return `${path} (${source})`;
  return source instanceof File ? `${path} (${source.name})` : path;
}
