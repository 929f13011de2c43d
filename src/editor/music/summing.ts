/**
 * The inputs added up, always in the order given. A node with more than two inputs adds them in no fixed order
 * (Chromium keeps them in a hash set), and the last bits of a floating-point sum depend on the order: every rendering
 * would differ a little.
 */
export function sum(context: BaseAudioContext, inputs: readonly AudioNode[]): AudioNode {
  return inputs.reduce((total, input) => {
    const node = new GainNode(context);
    total.connect(node);
    input.connect(node);
    return node;
  });
}

/** A bus for voices that overlap. They take the lanes in turn, so that no lane carries more than two at a time. */
export class VoiceBus {
  readonly output: AudioNode;
  private readonly lanes: readonly GainNode[];
  private used = 0;

  constructor(context: BaseAudioContext, laneCount: number) {
    this.lanes = Array.from({ length: laneCount }, () => new GainNode(context));
    this.output = sum(context, this.lanes);
  }

  /** Where the next voice goes. */
  next(): AudioNode {
    return this.lanes[this.used++ % this.lanes.length]!;
  }
}
