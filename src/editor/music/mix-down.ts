import { filterLoop, highpass, highShelf } from './biquad';
import { createEcho } from './echo';
import { exp } from './exact-math';
import { createLoop, mix, sampleRate, type Loop, type StereoLoop } from './loop';
import { panGains } from './panning';
import { reverberate } from './reverb';
import { beatDuration } from './score';
import { softClip } from './soft-clipper';

/** What the instruments play, before the mix. */
export interface Channels {
  pad: StereoLoop;
  bass: Loop;
  arpeggio: Loop;
  bell: Loop;
  drums: Loop;
}

/** Linear gain into the soft clipper; sets the loudness. */
const drive = 0.5;

/** @param kicks where the music makes room for the kick, in samples, rising */
export function mixDown({ pad, bass, arpeggio, bell, drums }: Channels, kicks: readonly number[]): StereoLoop {
  const [near, far] = createEcho(mix([arpeggio, 0.68], [bell, 0.4]));
  const [nearGain, farGain] = panGains(-0.75);
  const echoes = [mix([near, nearGain], [far, farGain]), mix([near, farGain], [far, nearGain])] as const;
  const room = (side: 0 | 1): Loop =>
    filterLoop(mix([pad[side], 0.25], [arpeggio, 0.225], [bell, 0.45], [echoes[side], 0.5]), highpass(260, 1));
  const hall = reverberate([room(0), room(1)]);
  const ducking = createDucking(kicks);
  const master = (side: 0 | 1): Loop => {
    const music = mix([pad[side], 1], [bass, 0.36], [arpeggio, 1.5], [hall[side], 1], [echoes[side], 1]);
    const pumped = music.map((sample, i) => sample * ducking[i]!);
    const all = mix([pumped, drive], [bell, 0.8 * drive], [drums, 0.78 * drive]);
    return softClip(filterLoop(all, highShelf(4500, 3.5)));
  };
  return [master(0), master(1)];
}

/** The pump of a side-chained compressor, drawn by hand: down with the kick, back before the next. */
function createDucking(kicks: readonly number[]): Loop {
  const down = 1 - exp(-1 / (0.006 * sampleRate));
  const back = 1 - exp(-1 / (beatDuration * 0.16 * sampleRate));
  const held = Math.round(0.07 * sampleRate);
  const gains = createLoop();
  let gain = 1;
  // Twice round: the second time it begins where the last kick left it.
  for (let round = 0; round < 2; round++) {
    let next = 0;
    let release = 0;
    for (let i = 0; i < gains.length; i++) {
      if (i === kicks[next]) {
        release = i + held;
        next++;
      }
      gain += i < release ? down * (0.32 - gain) : back * (1 - gain);
      gains[i] = gain;
    }
  }
  return gains;
}
