import { openWaveFile } from './wave-cuts';

/** A file of sound that can be decoded from anywhere in it. */
export interface SeekableFile {
  /** Hz, of the file. */
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Samples per channel, as many as `decodeAudioData` makes of the file at its own rate. */
  readonly length: number;
  /**
   * The samples from `first` up to `end` as a WAVE file of their own: decoded, it gives the very samples that the whole
   * file gives there.
   */
  cut(first: number, end: number): Promise<ArrayBuffer>;
}

/** Seconds up to which a sound is decoded whole: its pieces would take as much. */
const shortest = 30;

/**
 * Opens a file that is to be decoded in pieces; null when it has to be decoded whole.
 *
 * @param signal ends what is held open; no more can be read then
 */
export async function openSeekableFile(file: Blob, signal: AbortSignal): Promise<SeekableFile | null> {
  try {
    const wave = await openWaveFile(file);
    if (wave === null) return await openPackets(file, signal);
    return wave.length < shortest * wave.sampleRate ? null : wave;
  } catch {
    // The decoder of whole files says what is wrong with a file. It knows more kinds, survives more damage and needs no
    // demuxer, should that have failed to load.
    return null;
  }
}

async function openPackets(file: Blob, signal: AbortSignal): Promise<SeekableFile | null> {
  // Loaded when it is needed: short sounds and WAVE files do without a demuxer.
  const { openPacketFile } = await import('./mediabunny-cuts');
  return openPacketFile(file, shortest, signal);
}
