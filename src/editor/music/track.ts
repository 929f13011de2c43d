import { createDrumKit } from './drum-kit';
import { fromDecibels } from './exact-math';
import { bass, bell, pad, pluck, type Sound, type Voice } from './instruments';
import { addSound, createLoop, sampleRate, type Loop, type Samples, type StereoLoop } from './loop';
import { mixDown } from './mix-down';
import { bars, barDuration, stepDuration, type Bar, type Hit, type Note } from './score';

/** Linear: −2 dBFS, which leaves room for what lies between the samples and for lossy codecs. */
const peak = fromDecibels(-2);

/**
 * The demo's own track: four bars at 100 bpm, 9.6 s, stereo, 48 kHz, peak −2 dBFS, about −15 LUFS. It loops without a
 * seam: the end of the loop rings over its beginning. Every bit is the same in every call, engine and machine.
 */
export function synthesiseTrack(): StereoLoop {
  const channels = {
    pad: playNotes(pad, (bar) => bar.pad),
    bass: playNotes(bass, (bar) => bar.bass)[0],
    arpeggio: playNotes(pluck, (bar) => bar.arpeggio)[0],
    bell: playNotes(bell, (bar) => bar.bell)[0],
    drums: playDrums(),
  };
  const kicks = bars.flatMap(({ drums }, bar) => drums.kick.map((step) => positionOf(bar, step)));
  return normalised(mixDown(channels, kicks));
}

/** In samples. */
function positionOf(bar: number, step: number): number {
  return Math.round((bar * barDuration + step * stepDuration) * sampleRate);
}

/** Each note is made once, however often it is played. A voice of one channel sounds in both. */
function playNotes(voice: Voice, part: (bar: Bar) => readonly Note[]): StereoLoop {
  const channels: StereoLoop = [createLoop(), createLoop()];
  const made = new Map<string, Sound>();
  bars.forEach((bar, index) => {
    for (const { step, length, pitch, velocity } of part(bar)) {
      const key = `${pitch} ${velocity} ${length}`;
      const sound = made.get(key) ?? voice(pitch, velocity, length * stepDuration);
      made.set(key, sound);
      const start = positionOf(index, step);
      addSound(channels[0], sound[0], start);
      addSound(channels[1], sound[1] ?? sound[0], start);
    }
  });
  return channels;
}

function playDrums(): Loop {
  const kit = createDrumKit();
  const channel = createLoop();
  const play = (drum: Samples, bar: number, hits: readonly Hit[]): void => {
    for (const [step, velocity] of hits) addSound(channel, drum, positionOf(bar, step), velocity);
  };
  bars.forEach(({ drums }, bar) => {
    play(
      kit.kick,
      bar,
      drums.kick.map((step) => [step, 1]),
    );
    play(kit.snare, bar, drums.snare);
    play(kit.closedHat, bar, drums.closedHat);
    play(kit.openHat, bar, drums.openHat);
  });
  return channel;
}

/** Scaled so that the highest sample meets `peak`. */
function normalised([left, right]: StereoLoop): StereoLoop {
  const highest = [left, right].reduce((most, loop) => loop.reduce((m, s) => Math.max(m, Math.abs(s)), most), 0);
  const gain = peak / highest;
  return [left.map((sample) => sample * gain), right.map((sample) => sample * gain)];
}
