import { createReverb } from './reverb';
import { beatDuration, stepDuration } from './score';
import { sum, VoiceBus } from './summing';

/** Linear gain into the soft clipper; sets the loudness. */
const drive = 0.5;

/** The instruments' channels, their effects and the master, wired to the context's destination. */
export class MixingDesk {
  readonly pad: VoiceBus;
  readonly bass: VoiceBus;
  readonly arpeggio: VoiceBus;
  readonly bell: VoiceBus;
  readonly drums: VoiceBus;
  private readonly pumped: GainNode;

  constructor(private readonly context: BaseAudioContext) {
    this.pad = new VoiceBus(context, 8);
    this.bass = new VoiceBus(context, 2);
    this.arpeggio = new VoiceBus(context, 4);
    this.bell = new VoiceBus(context, 8);
    this.drums = new VoiceBus(context, 16);

    const echoes = this.createEcho(this.mix([this.arpeggio, 0.68], [this.bell, 0.4]));
    const room = sum(context, [this.mix([this.pad, 0.5], [this.arpeggio, 0.45], [this.bell, 0.9]), ...echoes]);
    const reverb = new GainNode(context, { gain: 0.5 });
    const lowCut = new BiquadFilterNode(context, { type: 'highpass', frequency: 260 });
    const hall = room.connect(reverb).connect(lowCut).connect(createReverb(context));

    this.pumped = new GainNode(context);
    const music = this.mix([this.pad, 1], [this.bass, 0.36], [this.arpeggio, 1.5]);
    sum(context, [music, hall, ...echoes]).connect(this.pumped);
    const all = sum(context, [this.pumped, this.mix([this.bell, 0.8], [this.drums, 0.78])]);
    const air = new BiquadFilterNode(context, { type: 'highshelf', frequency: 4500, gain: 3.5 });
    const master = new GainNode(context, { gain: drive });
    all.connect(master).connect(air).connect(softClipper(context)).connect(context.destination);
  }

  /** The pump of a side-chained compressor, drawn by hand: down with the kick, back before the next. */
  duck(at: number): void {
    this.pumped.gain.setTargetAtTime(0.32, at, 0.006);
    this.pumped.gain.setTargetAtTime(1, at + 0.07, beatDuration * 0.16);
  }

  private mix(...channels: readonly (readonly [bus: VoiceBus, gain: number])[]): AudioNode {
    const levelled = channels.map(([bus, gain]) => bus.output.connect(new GainNode(this.context, { gain })));
    return sum(this.context, levelled);
  }

  /** Dotted eighths that wander from side to side, darker at each turn. Returns the left and the right tap. */
  private createEcho(input: AudioNode): AudioNode[] {
    const { context } = this;
    const delayTime = 3 * stepDuration;
    const left = new DelayNode(context, { delayTime, maxDelayTime: 1 });
    const right = new DelayNode(context, { delayTime, maxDelayTime: 1 });
    const damping = new BiquadFilterNode(context, { type: 'lowpass', frequency: 3200 });
    const feedback = new GainNode(context, { gain: 0.42 });
    input.connect(left).connect(right).connect(damping).connect(feedback).connect(left);
    return [
      left.connect(new StereoPannerNode(context, { pan: -0.75 })),
      right.connect(new StereoPannerNode(context, { pan: 0.75 })),
    ];
  }
}

/** A tanh curve: what exceeds full scale is rounded off instead of cut. */
function softClipper(context: BaseAudioContext): WaveShaperNode {
  const curve = Float32Array.from({ length: 4097 }, (_, i) => Math.tanh(1.4 * (i / 2048 - 1)));
  return new WaveShaperNode(context, { curve, oversample: '4x' });
}
