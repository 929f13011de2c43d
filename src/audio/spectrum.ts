import type { SpectrumFrame, SpectrumSettings } from '../composition/composition';
import { frameSample, type FrameRate } from '../composition/frame-rate';
import { Analyser, writeWaveform } from './analyser';
import type { AudioMix } from './audio-source';
import { completeSpectrumSettings } from './spectrum-settings';

/** Frames between two kept states: what a jump backwards costs at the most, in analyses. */
const checkpointInterval = 256;

export interface Spectrum {
  /**
   * What an `AnalyserNode` on the mix, asked once per frame from frame 0 on, gives at `frame`: the sound before the
   * frame's time, not after. The values depend on the frame alone, never on what was asked before. The next frame is
   * cheap; a jump replays the analyses between, since each one averages over those before it.
   *
   * The same two arrays are filled at every call, so one call must have been answered before the next.
   *
   * @throws ExportError as reading the mix does
   */
  at(frame: number): Promise<SpectrumFrame>;
}

/**
 * The spectrum of a mix, frame by frame, from both channels averaged.
 *
 * @throws ExportError `invalid-input` (spectrum-invalid)
 */
export function createSpectrum(mix: AudioMix, frameRate: FrameRate, settings: SpectrumSettings = {}): Spectrum {
  const complete = completeSpectrumSettings(settings);
  const { fftSize, smoothingTimeConstant } = complete;
  const analyser = new Analyser(complete);
  const window = new SlidingWindow(mix, fftSize);
  const checkpoints: Float32Array[] = [];
  const result: SpectrumFrame = { frequency: new Uint8Array(fftSize / 2), waveform: new Uint8Array(fftSize) };
  /** The frame `analyser` stands at. */
  let current = -1;

  function rewindTo(frame: number): void {
    // Without smoothing, no frame needs the ones before it.
    if (smoothingTimeConstant === 0) {
      current = frame - 1;
      return;
    }
    const index = Math.min(checkpoints.length - 1, Math.floor(frame / checkpointInterval));
    const checkpoint = index * checkpointInterval;
    if (index < 0 || (current <= frame && current >= checkpoint)) return;
    analyser.smoothed.set(checkpoints[index]!);
    current = checkpoint;
  }

  async function step(): Promise<void> {
    await window.moveTo(frameSample(current + 1, frameRate, mix.sampleRate));
    current += 1;
    analyser.analyse(window.samples);
    if (current === checkpoints.length * checkpointInterval) checkpoints.push(analyser.smoothed.slice());
  }

  return {
    async at(frame) {
      if (frame !== current) {
        rewindTo(frame);
        while (current < frame) await step();
        await window.moveTo(frameSample(frame, frameRate, mix.sampleRate));
        analyser.writeFrequency(result.frequency);
        writeWaveform(window.samples, result.waveform);
      }
      return result;
    },
  };
}

/** The last samples before a point of the mix, both channels averaged. */
class SlidingWindow {
  readonly samples: Float32Array<ArrayBuffer>;
  /** The sample after the last one held. Before the mix begins, all is silence. */
  #end = 0;

  constructor(
    private readonly mix: AudioMix,
    size: number,
  ) {
    this.samples = new Float32Array(size);
  }

  async moveTo(end: number): Promise<void> {
    const { samples } = this;
    const ahead = end - this.#end;
    if (ahead === 0) return;
    const fresh = ahead > 0 && ahead < samples.length ? ahead : samples.length;
    const [left, right] = await this.mix.read(end - fresh, fresh);
    samples.copyWithin(0, fresh);
    const kept = samples.length - fresh;
    for (let i = 0; i < fresh; i++) samples[kept + i] = 0.5 * left[i]! + 0.5 * right[i]!;
    this.#end = end;
  }
}
