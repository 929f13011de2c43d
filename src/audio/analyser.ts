import FFT from 'fft.js';
import type { SpectrumSettings } from '../composition/composition';

/** The Blackman window's constant in Web Audio (§1.8.6). */
const blackmanAlpha = 0.16;

/** The arithmetic of an `AnalyserNode` (Web Audio §1.8.6), without the node: what it makes of one window of sound. */
export class Analyser {
  /** Magnitudes averaged over the calls so far; all there is of state. */
  readonly smoothed: Float32Array<ArrayBuffer>;
  readonly #settings: Required<SpectrumSettings>;
  readonly #fft: FFT;
  readonly #window: Float32Array;
  readonly #windowed: Float32Array;
  readonly #transformed: Float64Array;

  constructor(settings: Required<SpectrumSettings>) {
    const { fftSize } = settings;
    this.#settings = settings;
    this.smoothed = new Float32Array(fftSize / 2);
    this.#fft = new FFT(fftSize);
    this.#window = blackmanWindow(fftSize);
    this.#windowed = new Float32Array(fftSize);
    this.#transformed = new Float64Array(2 * fftSize);
  }

  /** Averages the spectrum of `samples` (fftSize of them, oldest first) into `smoothed`. */
  analyse(samples: Float32Array): void {
    const { fftSize, smoothingTimeConstant } = this.#settings;
    const { smoothed } = this;
    const window = this.#window;
    const windowed = this.#windowed;
    const transformed = this.#transformed;
    for (let i = 0; i < fftSize; i++) windowed[i] = samples[i]! * window[i]!;
    this.#fft.realTransform(transformed, windowed);
    // Real and imaginary parts alternate. Bin 0 is real, so its neighbour is 0.
    for (let bin = 0; bin < smoothed.length; bin++) {
      const re = transformed[2 * bin]!;
      const im = transformed[2 * bin + 1]!;
      const magnitude = Math.sqrt(re * re + im * im) / fftSize;
      const average = smoothingTimeConstant * smoothed[bin]! + (1 - smoothingTimeConstant) * magnitude;
      // One NaN in the sound must not stay for ever.
      smoothed[bin] = Number.isFinite(average) ? average : 0;
    }
  }

  /** `getByteFrequencyData` */
  writeFrequency(bytes: Uint8Array): void {
    const { minDecibels, maxDecibels } = this.#settings;
    const { smoothed } = this;
    const scale = 255 / (maxDecibels - minDecibels);
    for (let bin = 0; bin < bytes.length; bin++) {
      bytes[bin] = toByte(scale * (20 * Math.log10(smoothed[bin]!) - minDecibels));
    }
  }
}

/** `getByteTimeDomainData` */
export function writeWaveform(samples: Float32Array, bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = toByte(128 * (1 + samples[i]!));
}

function blackmanWindow(size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => {
    const turn = (2 * Math.PI * i) / size;
    return (1 - blackmanAlpha) / 2 - Math.cos(turn) / 2 + (blackmanAlpha / 2) * Math.cos(2 * turn);
  });
}

/** Rounded down and clamped, −∞ included. */
function toByte(value: number): number {
  return Math.max(0, Math.min(255, Math.floor(value)));
}
