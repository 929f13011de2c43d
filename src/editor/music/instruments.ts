import { sum } from './summing';

/** Pitched voices. Each plays one note into `output` at `start`, in seconds of the context's time. */
export interface Voice {
  context: BaseAudioContext;
  output: AudioNode;
  start: number;
  /** Seconds until the release begins. */
  duration: number;
  pitch: number;
  velocity: number;
}

/** Equal temperament, A4 = 440 Hz = MIDI note 69. */
function frequencyOf(pitch: number): number {
  return 440 * 2 ** ((pitch - 69) / 12);
}

/** Warm detuned saws, spread over the stereo field, under a filter that opens and closes within the note. */
export function playPad({ context, output, start, duration, pitch, velocity }: Voice): void {
  const release = 0.9;
  const filter = new BiquadFilterNode(context, { type: 'lowpass', Q: 0.6 });
  filter.frequency.setValueAtTime(600, start);
  filter.frequency.linearRampToValueAtTime(2800, start + duration * 0.55);
  filter.frequency.linearRampToValueAtTime(700, start + duration + release);
  const envelope = new GainNode(context, { gain: 0 });
  envelope.gain.setValueAtTime(0, start);
  envelope.gain.linearRampToValueAtTime(0.1 * velocity, start + 0.35);
  envelope.gain.setValueAtTime(0.1 * velocity, start + duration);
  envelope.gain.linearRampToValueAtTime(0, start + duration + release);
  const saws = [
    [-9, -0.7],
    [2, 0.1],
    [8, 0.7],
  ].map(([detune, pan]) => {
    const saw = oscillator(context, 'sawtooth', frequencyOf(pitch), start, start + duration + release);
    saw.detune.value = detune!;
    return saw.connect(new StereoPannerNode(context, { pan: pan! }));
  });
  sum(context, saws).connect(filter).connect(envelope).connect(output);
}

/** A sine for the weight, a filtered saw for the edge that small speakers need. */
export function playBass({ context, output, start, duration, pitch, velocity }: Voice): void {
  const end = start + duration;
  const envelope = new GainNode(context, { gain: 0 });
  envelope.gain.setValueAtTime(0, start);
  envelope.gain.linearRampToValueAtTime(0.5 * velocity, start + 0.008);
  envelope.gain.setValueAtTime(0.5 * velocity, end - 0.04);
  envelope.gain.linearRampToValueAtTime(0, end + 0.03);
  envelope.connect(output);
  oscillator(context, 'sine', frequencyOf(pitch), start, end + 0.03).connect(envelope);
  const filter = new BiquadFilterNode(context, { type: 'lowpass', Q: 4 });
  filter.frequency.setValueAtTime(900 * velocity, start);
  filter.frequency.exponentialRampToValueAtTime(160, start + 0.22);
  const edge = new GainNode(context, { gain: 0.45 });
  oscillator(context, 'sawtooth', frequencyOf(pitch), start, end + 0.03)
    .connect(filter)
    .connect(edge)
    .connect(envelope);
}

/** A short string: a triangle and a saw under a filter that snaps shut. */
export function playPluck({ context, output, start, duration, pitch, velocity }: Voice): void {
  const end = start + duration + 0.25;
  const filter = new BiquadFilterNode(context, { type: 'lowpass', Q: 3 });
  filter.frequency.setValueAtTime(700 + 4200 * velocity, start);
  filter.frequency.exponentialRampToValueAtTime(600, start + 0.22);
  const envelope = new GainNode(context, { gain: 0 });
  envelope.gain.setValueAtTime(0, start);
  envelope.gain.linearRampToValueAtTime(0.17 * velocity, start + 0.004);
  envelope.gain.setTargetAtTime(0, start + 0.004, 0.09);
  filter.connect(envelope).connect(output);
  oscillator(context, 'triangle', frequencyOf(pitch), start, end).connect(filter);
  const saw = oscillator(context, 'sawtooth', frequencyOf(pitch), start, end);
  saw.detune.value = 6;
  saw.connect(new GainNode(context, { gain: 0.4 })).connect(filter);
}

/** A glass bell by frequency modulation: two sines in the ratio 1 : 3.5, the modulator dying first. */
export function playBell({ context, output, start, pitch, velocity }: Voice): void {
  const frequency = frequencyOf(pitch);
  const end = start + 2.4;
  const envelope = new GainNode(context, { gain: 0 });
  envelope.gain.setValueAtTime(0, start);
  envelope.gain.linearRampToValueAtTime(0.12 * velocity, start + 0.003);
  envelope.gain.setTargetAtTime(0, start + 0.003, 0.42);
  const carrier = oscillator(context, 'sine', frequency, start, end);
  const depth = new GainNode(context, { gain: 0 });
  depth.gain.setValueAtTime(frequency * 2.2 * velocity, start);
  depth.gain.setTargetAtTime(0, start, 0.12);
  oscillator(context, 'sine', frequency * 3.5, start, end)
    .connect(depth)
    .connect(carrier.frequency);
  carrier.connect(envelope).connect(output);
}

function oscillator(
  context: BaseAudioContext,
  type: OscillatorType,
  frequency: number,
  start: number,
  end: number,
): OscillatorNode {
  const node = new OscillatorNode(context, { type, frequency });
  node.start(start);
  node.stop(end);
  return node;
}
