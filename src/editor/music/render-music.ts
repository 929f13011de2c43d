import { DrumKit } from './drum-kit';
import { playBass, playBell, playPad, playPluck, type Voice } from './instruments';
import { createReverb } from './reverb';
import { bars, barDuration, beatDuration, stepDuration, trackDuration, type DrumPattern, type Note } from './score';

const sampleRate = 48_000;
/** Linear: −2 dBFS, which leaves room for what lies between the samples and for lossy codecs. */
const peak = 10 ** (-2 / 20);
/** Linear gain into the soft clipper; sets the loudness. */
const drive = 0.5;

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
export async function renderTrack(): Promise<AudioBuffer> {
  const length = Math.round(trackDuration * sampleRate);
  const context = new OfflineAudioContext({ numberOfChannels: 2, length: 2 * length, sampleRate });
  const master = createMaster(context);
  for (const pass of [0, 1]) schedulePass(context, master, pass * trackDuration);
  const twice = await context.startRendering();
  return normalised(twice, length);
}

interface Mixer {
  /** Ducks under the kick. */
  pumped: GainNode;
  dry: GainNode;
  drums: DrumKit;
  reverbSend: GainNode;
  echoSend: GainNode;
}

function createMaster(context: OfflineAudioContext): Mixer {
  const dry = new GainNode(context, { gain: drive });
  const air = new BiquadFilterNode(context, { type: 'highshelf', frequency: 4500, gain: 3.5 });
  dry.connect(air).connect(softClipper(context)).connect(context.destination);

  const pumped = new GainNode(context);
  pumped.connect(dry);
  const reverbSend = new GainNode(context, { gain: 0.5 });
  const lowCut = new BiquadFilterNode(context, { type: 'highpass', frequency: 260 });
  reverbSend.connect(lowCut).connect(createReverb(context)).connect(pumped);
  const echoSend = createEcho(context, pumped, reverbSend);

  const kit = new GainNode(context, { gain: 0.78 });
  kit.connect(dry);
  return { pumped, dry, drums: new DrumKit(context, kit), reverbSend, echoSend };
}

/** Dotted eighths that wander from side to side, darker at each turn. */
function createEcho(context: BaseAudioContext, output: AudioNode, reverb: AudioNode): GainNode {
  const send = new GainNode(context);
  const delayTime = 3 * stepDuration;
  const left = new DelayNode(context, { delayTime, maxDelayTime: 1 });
  const right = new DelayNode(context, { delayTime, maxDelayTime: 1 });
  const damping = new BiquadFilterNode(context, { type: 'lowpass', frequency: 3200 });
  const feedback = new GainNode(context, { gain: 0.42 });
  send.connect(left).connect(right).connect(damping).connect(feedback).connect(left);
  for (const [tap, pan] of [
    [left, -0.75],
    [right, 0.75],
  ] as const) {
    const panner = new StereoPannerNode(context, { pan });
    tap.connect(panner).connect(output);
    panner.connect(reverb);
  }
  return send;
}

/** A tanh curve: what exceeds full scale is rounded off instead of cut. */
function softClipper(context: BaseAudioContext): WaveShaperNode {
  const curve = Float32Array.from({ length: 4097 }, (_, i) => Math.tanh(1.4 * (i / 2048 - 1)));
  return new WaveShaperNode(context, { curve, oversample: '4x' });
}

function schedulePass(context: OfflineAudioContext, mixer: Mixer, start: number): void {
  const pad = bus(context, 1, [mixer.pumped, 1], [mixer.reverbSend, 0.5]);
  const bass = bus(context, 0.36, [mixer.pumped, 1]);
  const arpeggio = bus(context, 1.5, [mixer.pumped, 1], [mixer.echoSend, 0.45], [mixer.reverbSend, 0.3]);
  const bell = bus(context, 1, [mixer.dry, 0.8], [mixer.echoSend, 0.4], [mixer.reverbSend, 0.9]);
  bars.forEach((bar, index) => {
    const barStart = start + index * barDuration;
    const play = (output: AudioNode, voice: (voice: Voice) => void, notes: readonly Note[]): void => {
      for (const { step, length, pitch, velocity } of notes) {
        voice({
          context,
          output,
          start: barStart + step * stepDuration,
          duration: length * stepDuration,
          pitch,
          velocity,
        });
      }
    };
    play(
      pad,
      playPad,
      bar.pad.map((pitch) => ({ step: 0, length: 16, pitch, velocity: 0.9 })),
    );
    play(bass, playBass, bar.bass);
    play(arpeggio, playPluck, bar.arpeggio);
    play(bell, playBell, bar.bell);
    scheduleDrums(mixer, bar.drums, barStart);
  });
}

function bus(context: BaseAudioContext, level: number, ...sends: [target: AudioNode, gain: number][]): GainNode {
  const input = new GainNode(context, { gain: level });
  for (const [target, gain] of sends) input.connect(new GainNode(context, { gain })).connect(target);
  return input;
}

function scheduleDrums(mixer: Mixer, pattern: DrumPattern, barStart: number): void {
  const at = (step: number): number => barStart + step * stepDuration;
  for (const step of pattern.kick) {
    mixer.drums.kick(at(step));
    duck(mixer.pumped.gain, at(step));
  }
  for (const [step, velocity] of pattern.snare) mixer.drums.snare(at(step), velocity);
  for (const [step, velocity] of pattern.closedHat) mixer.drums.closedHat(at(step), velocity);
  for (const [step, velocity] of pattern.openHat) mixer.drums.openHat(at(step), velocity);
}

/** The pump of a side-chained compressor, drawn by hand: down with the kick, back before the next. */
function duck(gain: AudioParam, at: number): void {
  gain.setTargetAtTime(0.32, at, 0.006);
  gain.setTargetAtTime(1, at + 0.07, beatDuration * 0.16);
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
