import { trackDuration } from './score';

/** Samples per second of everything in the track. */
export const sampleRate = 48_000;

export type Samples = Float32Array<ArrayBuffer>;

/** One channel of the track, `loopLength` samples: its end leads into its beginning. */
export type Loop = Samples;
export type StereoLoop = readonly [left: Loop, right: Loop];

export const loopLength = Math.round(trackDuration * sampleRate);

export function createLoop(): Loop {
  return new Float32Array(loopLength);
}

/** Lays a sound into the loop from the sample `start` on. What would ring past the end rings over the beginning. */
export function addSound(loop: Loop, sound: Samples, start: number, gain = 1): void {
  for (let done = 0; done < sound.length;) {
    const at = (start + done) % loop.length;
    const run = Math.min(sound.length - done, loop.length - at);
    for (let i = 0; i < run; i++) loop[at + i]! += gain * sound[done + i]!;
    done += run;
  }
}

/** The loops added up, always in the order given. */
export function mix(...channels: readonly (readonly [loop: Loop, gain: number])[]): Loop {
  const sum = createLoop();
  for (const [loop, gain] of channels) addSound(sum, loop, 0, gain);
  return sum;
}
