import { realNow, realSetTimeout } from './real-time';

export interface SoundLoop {
  /** Seconds into the buffer. */
  readonly from: number;
  readonly start: number;
  readonly end: number;
  readonly looping: boolean;
}

/** Sound that plays, and the clock it gives. */
export interface PlayingSound {
  /** Seconds of it heard so far. Never runs backwards. */
  elapsed(): number;
  /** How long once through the loop lasts: a whole number of samples. */
  readonly loopSeconds: number;
  stop(): void;
}

/** Seconds between asking for sound and its first sample; time enough for the audio thread to get the news. */
const startDelay = 0.03;
/** Milliseconds a browser gets to start its audio. One that has no device, or wants a click first, never does. */
const resumeTimeoutMs = 500;

/** The loudspeaker: plays a buffer from a place, looping by the sample, at a volume. */
export class SoundOutput {
  private context: AudioContext | null = null;
  private output: GainNode | null = null;
  private gain = 1;

  /** @param gain linear, 0 … 1 */
  setGain(gain: number): void {
    this.gain = gain;
    // A ramp of some milliseconds: a step would click.
    if (this.context) this.output?.gain.setTargetAtTime(gain, this.context.currentTime, 0.01);
  }

  /**
   * Starts `buffer`. Must follow a user's gesture, or the browser refuses to make sound.
   * Resolves to null when there is no sound to be had: playback then runs silently.
   */
  async play(buffer: AudioBuffer, loop: SoundLoop): Promise<PlayingSound | null> {
    const context = (this.context ??= openContext(buffer.sampleRate));
    if (context === null || !(await isRunning(context))) return null;
    const source = new AudioBufferSourceNode(context, { buffer });
    const loopStart = wholeSamples(loop.start, buffer);
    const loopEnd = wholeSamples(loop.end, buffer);
    Object.assign(source, { loop: loop.looping, loopStart, loopEnd });
    source.connect(this.outputOf(context));
    const startsAt = context.currentTime + startDelay;
    source.start(startsAt, wholeSamples(loop.from, buffer));
    const clock = new HeardClock(context, startsAt);
    return {
      elapsed: () => clock.seconds(),
      loopSeconds: loopEnd - loopStart,
      stop: () => {
        source.stop();
        source.disconnect();
      },
    };
  }

  async dispose(): Promise<void> {
    await this.context?.close();
    this.context = null;
    this.output = null;
  }

  private outputOf(context: AudioContext): GainNode {
    if (this.output === null) {
      this.output = new GainNode(context, { gain: this.gain });
      this.output.connect(context.destination);
    }
    return this.output;
  }
}

/** Seconds heard since a point on a context's timeline. */
class HeardClock {
  private lead = Number.NEGATIVE_INFINITY;
  private readAt = 0;
  private heard = 0;

  constructor(
    private readonly context: AudioContext,
    private readonly startsAt: number,
  ) {}

  /**
   * `currentTime` moves in steps of the device's buffer, of 10 ms and more; the page's clock fills them in. Of the
   * differences between the two, the largest was read just after a step. It is let go at 1 ms/s, far faster than any
   * two clocks drift apart, and dropped when the page's clock has run away from a device that stalled.
   */
  seconds(): number {
    const now = realNow() / 1000;
    const lead = this.context.currentTime - now;
    const remembered = this.lead - 0.001 * (now - this.readAt);
    this.lead = remembered - lead > 0.1 ? lead : Math.max(lead, remembered);
    this.readAt = now;
    const latency = this.context.outputLatency || this.context.baseLatency;
    this.heard = Math.max(this.heard, now + this.lead - latency - this.startsAt);
    return this.heard;
  }
}

/** Null where the browser has no sound at all, or none at this rate. */
function openContext(sampleRate: number): AudioContext | null {
  try {
    return new AudioContext({ sampleRate });
  } catch {
    return null;
  }
}

async function isRunning(context: AudioContext): Promise<boolean> {
  if (context.state === 'running') return true;
  const patience = new Promise<void>((resolve) => realSetTimeout(resolve, resumeTimeoutMs));
  await Promise.race([context.resume(), patience]);
  return (context.state as AudioContextState) === 'running';
}

function wholeSamples(seconds: number, { sampleRate, length }: AudioBuffer): number {
  return Math.min(length, Math.round(seconds * sampleRate)) / sampleRate;
}
