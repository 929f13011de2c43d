import { DrumKit } from './drum-kit';
import { playBass, playBell, playPad, playPluck, type Voice } from './instruments';
import { MixingDesk } from './mixing-desk';
import { bars, barDuration, stepDuration, trackDuration, type Bar, type DrumPattern, type Note } from './score';
import type { VoiceBus } from './summing';

const sampleRate = 48_000;
/** Linear: −2 dBFS, which leaves room for what lies between the samples and for lossy codecs. */
const peak = 10 ** (-2 / 20);

let rendering: Promise<AudioBuffer> | undefined;

/**
 * The demo's own track: four bars at 100 bpm, 9.6 s, stereo, 48 kHz, peak −2 dBFS, about −15 LUFS. It loops without a
 * seam: the end of the loop rings over its beginning. Rendered once; the same samples in every call and every session.
 */
export function renderMusic(): Promise<AudioBuffer> {
  rendering ??= renderTrack();
  return rendering;
}

/** Plays the loop twice and keeps the second pass, which has the first one's echoes in it. */
async function renderTrack(): Promise<AudioBuffer> {
  const length = Math.round(trackDuration * sampleRate);
  const context = new OfflineAudioContext({ numberOfChannels: 2, length: 2 * length, sampleRate });
  const desk = new MixingDesk(context);
  const kit = new DrumKit(context, desk.drums);
  for (const pass of [0, 1]) {
    bars.forEach((bar, index) => {
      const start = pass * trackDuration + index * barDuration;
      scheduleNotes(context, desk, bar, start);
      scheduleDrums(desk, kit, bar.drums, start);
    });
  }
  return normalised(await context.startRendering(), length);
}

function scheduleNotes(context: BaseAudioContext, desk: MixingDesk, bar: Bar, barStart: number): void {
  const play = (bus: VoiceBus, voice: (voice: Voice) => void, notes: readonly Note[]): void => {
    for (const { step, length, pitch, velocity } of notes) {
      const start = barStart + step * stepDuration;
      voice({ context, output: bus.next(), start, duration: length * stepDuration, pitch, velocity });
    }
  };
  play(desk.pad, playPad, bar.pad);
  play(desk.bass, playBass, bar.bass);
  play(desk.arpeggio, playPluck, bar.arpeggio);
  play(desk.bell, playBell, bar.bell);
}

function scheduleDrums(desk: MixingDesk, kit: DrumKit, pattern: DrumPattern, barStart: number): void {
  const at = (step: number): number => barStart + step * stepDuration;
  for (const step of pattern.kick) {
    kit.kick(at(step));
    desk.duck(at(step));
  }
  for (const [step, velocity] of pattern.snare) kit.snare(at(step), velocity);
  for (const [step, velocity] of pattern.closedHat) kit.closedHat(at(step), velocity);
  for (const [step, velocity] of pattern.openHat) kit.openHat(at(step), velocity);
}

/** The last `length` samples, scaled so that the highest of them meets `peak`. */
function normalised(source: AudioBuffer, length: number): AudioBuffer {
  const result = new AudioBuffer({ numberOfChannels: 2, length, sampleRate });
  const channels = [0, 1].map((channel) => source.getChannelData(channel).slice(source.length - length));
  const highest = channels.reduce((most, samples) => samples.reduce((m, s) => Math.max(m, Math.abs(s)), most), 0);
  const gain = peak / highest;
  channels.forEach((samples, channel) =>
    result.copyToChannel(
      samples.map((sample) => sample * gain),
      channel,
    ),
  );
  return result;
}
