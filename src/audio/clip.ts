import type { AudioTrack } from '../composition/composition';
import { stereoWeights, type StereoWeights } from './channel-matrix';
import type { Sound } from './sound';

/** A track put on the timeline. Everything is in samples. */
export interface Clip {
  /** Where on the timeline it begins. */
  readonly start: number;
  readonly length: number;
  /** How far into the sound it begins. */
  readonly offset: number;
  /** Length of the linear ramps, not rounded. */
  readonly fadeIn: number;
  readonly fadeOut: number;
  readonly sound: Sound;
  /** One pair per channel. */
  readonly weights: readonly StereoWeights[];
}

/** Start, offset and duration go to the nearest sample; the clip ends where its sound does. */
export function placeClip(track: AudioTrack, sound: Sound, sampleRate: number): Clip {
  const inSamples = (seconds: number): number => Math.round(seconds * sampleRate);
  const offset = inSamples(track.offset ?? 0);
  const available = Math.max(0, sound.length - offset);
  return {
    start: inSamples(track.start ?? 0),
    length: track.duration === undefined ? available : Math.min(inSamples(track.duration), available),
    offset,
    fadeIn: (track.fadeIn ?? 0) * sampleRate,
    fadeOut: (track.fadeOut ?? 0) * sampleRate,
    sound,
    weights: stereoWeights(sound.channelCount, track.pan, track.gain ?? 1),
  };
}

/** Adds what the clip sounds between `first` and `first + left.length` of the timeline. */
export async function addClip(clip: Clip, first: number, left: Float32Array, right: Float32Array): Promise<void> {
  const from = Math.max(first, clip.start);
  const end = Math.min(first + left.length, clip.start + clip.length);
  if (from >= end) return;
  const at = from - clip.start;
  const into = from - first;
  const level = fades(clip, at, at + end - from) ? fadeLevel : null;
  const channels = await clip.sound.read(clip.offset + at, clip.offset + at + end - from);
  clip.weights.forEach(([toLeft, toRight], channel) => {
    const samples = channels[channel];
    if (samples === undefined) return;
    if (toLeft !== 0) accumulate(samples, toLeft, left.subarray(into));
    if (toRight !== 0) accumulate(samples, toRight, right.subarray(into));
  });

  function accumulate(samples: Float32Array, weight: number, sum: Float32Array): void {
    for (let i = 0; i < samples.length; i++) {
      sum[i]! += samples[i]! * weight * (level === null ? 1 : level(clip, at + i));
    }
  }
}

/** Whether a fade touches any sample of a stretch of the clip. */
function fades({ length, fadeIn, fadeOut }: Clip, from: number, end: number): boolean {
  return from < fadeIn || end > length - fadeOut;
}

/** The level of one sample of the clip: 0 at its first one when it fades in; 0 just after its last when it fades out. */
function fadeLevel({ length, fadeIn, fadeOut }: Clip, at: number): number {
  const rising = at < fadeIn ? at / fadeIn : 1;
  const falling = length - at < fadeOut ? (length - at) / fadeOut : 1;
  return rising * falling;
}
