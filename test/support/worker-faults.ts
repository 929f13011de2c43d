import { jumpClock, refuseWrites, type RefusedWrites } from './injected-faults';

/**
 * Importing this before a worker of ours gives it the faults its name tells of, as JSON. All but those moments is the
 * real thing.
 */
export interface WorkerFaults {
  /** The codec is gone, as when the system takes it away, after so many frames since the worker began. */
  codec?: { afterFrames: number; error: 'QuotaExceededError' | 'EncodingError' };
  /** Engines with this preference are well all the same. */
  soundEngine?: HardwareAcceleration;
  /** So many writes to the database are refused, after those that are spared. */
  refusedWrites?: RefusedWrites;
  /** `Date.now` jumps back and forth by days. */
  jumpingClock?: boolean;
  /** The name of a channel: a message on it makes the worker close itself. */
  closeOn?: string;
}

const faults = JSON.parse(self.name) as WorkerFaults;
let frames = 0;

class FaultyEncoder extends VideoEncoder {
  private readonly tell: (error: DOMException) => void;
  private sound = faults.codec === undefined;

  constructor(init: VideoEncoderInit) {
    super(init);
    this.tell = init.error;
  }

  override configure(config: VideoEncoderConfig): void {
    super.configure(config);
    if (faults.soundEngine !== undefined && config.hardwareAcceleration === faults.soundEngine) this.sound = true;
  }

  override encode(frame: VideoFrame, options?: VideoEncoderEncodeOptions): void {
    super.encode(frame, options);
    frames++;
    if (this.sound || !faults.codec || frames < faults.codec.afterFrames) return;
    this.close();
    this.tell(new DOMException('The codec was reclaimed.', faults.codec.error));
  }
}

Object.assign(globalThis, { VideoEncoder: FaultyEncoder });

if (faults.refusedWrites) refuseWrites(faults.refusedWrites);
if (faults.jumpingClock) jumpClock();
if (faults.closeOn !== undefined) new BroadcastChannel(faults.closeOn).onmessage = () => self.close();
