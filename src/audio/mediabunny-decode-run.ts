import { AudioSampleSink, type AudioSample, type InputAudioTrack } from 'mediabunny';

/** A track and what its header says of the sound. */
export interface DecodableTrack {
  readonly track: InputAudioTrack;
  readonly sampleRate: number;
  readonly channelCount: number;
}

/** Seconds behind the last sample read that can be read again: cuts of a file overlap where they are resampled. */
const heldSeconds = 2.5;

interface DecodedPacket {
  start: number;
  end: number;
  channels: Float32Array<ArrayBuffer>[];
}

/** One decoder on its way through a track, never back. Samples are counted in the track's time. */
export class DecodeRun {
  readonly #samples: AsyncGenerator<AudioSample, void, unknown>;
  /** In order, without gaps that were not in the file. */
  #held: DecodedPacket[] = [];
  #first: number;
  #end: number;

  /**
   * @param first the first sample that can be read
   * @param prerollSeconds how much is decoded before it, so that the decoder finds its state; null: all
   */
  constructor(
    private readonly decodable: DecodableTrack,
    first: number,
    prerollSeconds: number | null,
  ) {
    this.#first = first;
    this.#end = first;
    const start = prerollSeconds === null ? undefined : first / decodable.sampleRate - prerollSeconds;
    this.#samples = new AudioSampleSink(decodable.track).samples(start);
  }

  /** The first sample that can still be read. */
  get first(): number {
    return this.#first;
  }

  /** How far it has decoded. */
  get end(): number {
    return this.#end;
  }

  /** The samples from `first` up to `end`. @throws Error when the track does not have all of them */
  async read(first: number, end: number): Promise<Float32Array<ArrayBuffer>[]> {
    const { sampleRate, channelCount } = this.decodable;
    this.#first = Math.max(this.#first, first - heldSeconds * sampleRate);
    while (this.#end < end) {
      const next = await this.#samples.next();
      if (next.done === true) break;
      this.#take(next.value);
      this.#first = Math.max(this.#first, Math.min(first, this.#end) - heldSeconds * sampleRate);
      this.#held = this.#held.filter((packet) => packet.end > this.#first);
    }
    const channels = Array.from({ length: channelCount }, () => new Float32Array(end - first));
    let missing = end - first;
    for (const packet of this.#held) {
      const [from, to] = [Math.max(first, packet.start), Math.min(end, packet.end)];
      if (from >= to) continue;
      packet.channels.forEach((samples, channel) => {
        channels[channel]!.set(samples.subarray(from - packet.start, to - packet.start), from - first);
      });
      missing -= to - from;
    }
    if (missing !== 0) throw new Error(`${missing} of ${end - first} samples from ${first} on could not be decoded.`);
    return channels;
  }

  /** Ends the decoder. */
  async close(): Promise<void> {
    this.#held = [];
    await this.#samples.return();
  }

  #take(sample: AudioSample): void {
    const { sampleRate, channelCount } = this.decodable;
    try {
      if (sample.sampleRate !== sampleRate || sample.numberOfChannels !== channelCount) {
        throw new Error('The sound is not of the rate or the channels that its header says.');
      }
      const start = Math.round(sample.timestamp * sampleRate);
      this.#end = start + sample.numberOfFrames;
      const channels = Array.from({ length: channelCount }, (_, planeIndex) => {
        const samples = new Float32Array(sample.numberOfFrames);
        sample.copyTo(samples, { planeIndex, format: 'f32-planar' });
        return samples;
      });
      this.#held.push({ start, end: this.#end, channels });
    } finally {
      sample.close();
    }
  }
}
