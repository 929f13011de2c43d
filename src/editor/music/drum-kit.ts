import { noiseBuffer } from './noise';
import type { VoiceBus } from './summing';

/** The kit shares one stretch of noise; each hit is one throw-away graph, started at `start` seconds. */
export class DrumKit {
  private readonly noise: AudioBuffer;

  constructor(
    private readonly context: BaseAudioContext,
    private readonly bus: VoiceBus,
  ) {
    this.noise = noiseBuffer(context, 1, 0xd20b);
  }

  /** A sine that falls two octaves in a blink, with a click on its front. */
  kick(start: number): void {
    const body = new OscillatorNode(this.context, { type: 'sine' });
    body.frequency.setValueAtTime(190, start);
    body.frequency.exponentialRampToValueAtTime(48, start + 0.085);
    body.connect(this.envelope(start, 0.9, 0.1));
    body.start(start);
    body.stop(start + 0.6);
    this.hiss(start, 0.03, 0, 'highpass', 2500, this.envelope(start, 0.16, 0.006));
  }

  /** A tuned body under two bands of noise, with the three quick hands of a clap in front. */
  snare(start: number, velocity: number): void {
    const body = new OscillatorNode(this.context, { type: 'triangle' });
    body.frequency.setValueAtTime(230, start);
    body.frequency.exponentialRampToValueAtTime(165, start + 0.06);
    body.connect(this.envelope(start, 0.3 * velocity, 0.05));
    body.start(start);
    body.stop(start + 0.3);
    for (const [delay, level] of [
      [0, 0.36],
      [0.011, 0.33],
      [0.023, 0.56],
    ] as const) {
      const decay = delay === 0.023 ? 0.085 : 0.008;
      this.hiss(start + delay, 0.5, delay, 'bandpass', 1750, this.envelope(start + delay, level * velocity, decay));
    }
    this.hiss(start, 0.4, 0.3, 'highpass', 5200, this.envelope(start, 0.2 * velocity, 0.07));
  }

  closedHat(start: number, velocity: number): void {
    this.hiss(start, 0.12, 0.1, 'highpass', 8200, this.envelope(start, 0.33 * velocity, 0.02));
  }

  openHat(start: number, velocity: number): void {
    this.hiss(start, 0.5, 0.2, 'highpass', 7400, this.envelope(start, 0.22 * velocity, 0.075));
  }

  private envelope(start: number, peak: number, timeConstant: number): GainNode {
    const gain = new GainNode(this.context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(peak, start + 0.001);
    gain.gain.setTargetAtTime(0, start + 0.001, timeConstant);
    gain.connect(this.bus.next());
    return gain;
  }

  private hiss(
    start: number,
    duration: number,
    offset: number,
    type: BiquadFilterType,
    frequency: number,
    envelope: GainNode,
  ): void {
    const source = new AudioBufferSourceNode(this.context, { buffer: this.noise });
    const filter = new BiquadFilterNode(this.context, { type, frequency, Q: type === 'bandpass' ? 0.9 : 0.7 });
    source.connect(filter).connect(envelope);
    source.start(start, offset, duration);
  }
}
