import type { AudioTrack } from '../composition/composition';
import { throwIfAborted } from '../errors';
import type { AudioMix } from './audio-source';
import { addClip, placeClip, type Clip } from './clip';
import { openSounds } from './decode';
import { validateTracks } from './track-schema';

export interface MixOptions {
  /** Hz. */
  sampleRate: number;
  /** Length of the composition's timeline in samples: sound beyond it is cut, and silence fills what is missing. */
  length: number;
  /** Frees what is held open, so it must be aborted in the end; the mix cannot be read any more then. */
  signal: AbortSignal;
}

/**
 * Checks, loads and opens the tracks of a composition, once, and puts them on its timeline. Nothing is summed before it is
 * read, so short sources and pieces of long ones are all that is held.
 *
 * @throws ExportError `invalid-input` (audio-track-invalid); `audio`: audio-missing, audio-corrupt,
 * audio-source-failed; `cancelled`
 */
export async function prepareMix(
  tracks: readonly AudioTrack[],
  { sampleRate, length, signal }: MixOptions,
): Promise<AudioMix> {
  validateTracks(tracks);
  throwIfAborted(signal, 'audio');
  const sounds = await openSounds(tracks, sampleRate, signal);
  const clips = tracks.map((track, index) => placeClip(track, sounds[index]!, sampleRate));
  return mixClips(clips, sampleRate, length);
}

/** The sum of clips, always taken in their order: floating-point sums depend on it. */
export function mixClips(clips: readonly Clip[], sampleRate: number, length: number): AudioMix {
  return {
    sampleRate,
    channels: 2,
    length,
    async read(start, count) {
      const left = new Float32Array(count);
      const right = new Float32Array(count);
      const from = Math.max(0, start);
      const end = Math.min(length, start + count);
      if (from < end) {
        const inside = [left, right].map((samples) => samples.subarray(from - start, end - start));
        for (const clip of clips) await addClip(clip, from, inside[0]!, inside[1]!);
      }
      return [left, right];
    },
  };
}
