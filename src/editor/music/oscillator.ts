import { sine } from './exact-math';
import { sampleRate } from './loop';

const tableLength = 2048;
/** Harmonics end here, in Hz: what lies above is not heard, and above 24 kHz it would come back as a wrong note. */
const highestHarmonic = 20_000;

const oneSine = Float32Array.from({ length: tableLength + 1 }, (_, i) => sine(i / tableLength));

/** One period of a wave, as the amplitudes of its harmonics at `frequency`, in Hz. */
type Wave = (frequency: number) => Float32Array;

export const sineWave: Wave = () => oneSine;

/** Rises from −0.85 to 0.85: what its edge overshoots ends at 1 (Gibbs). */
export const sawtoothWave: Wave = (frequency) => sumOfHarmonics(frequency, (n) => ((n % 2 === 1 ? 1 : -1) * 0.54) / n);

export const triangleWave: Wave = (frequency) =>
  sumOfHarmonics(frequency, (n) => (n % 2 === 0 ? 0 : ((n % 4 === 1 ? 1 : -1) * 0.81) / (n * n)));

function sumOfHarmonics(frequency: number, amplitude: (n: number) => number): Float32Array {
  const table = new Float32Array(tableLength + 1);
  for (let n = 1; n * frequency < highestHarmonic; n++) {
    const level = amplitude(n);
    if (level === 0) continue;
    for (let i = 0; i <= tableLength; i++) table[i]! += level * oneSine[(n * i) % tableLength]!;
  }
  return table;
}

/** Plays a wave from the beginning of its period, one sample at a time. */
export class Oscillator {
  private readonly table: Float32Array;
  private phase = 0;

  /** @param frequency in Hz; may change from sample to sample, and be negative */
  constructor(
    wave: Wave,
    public frequency: number,
  ) {
    this.table = wave(frequency);
  }

  next(): number {
    const position = this.phase * tableLength;
    const index = Math.floor(position);
    const before = this.table[index]!;
    const sample = before + (position - index) * (this.table[index + 1]! - before);
    this.phase += this.frequency / sampleRate;
    this.phase -= Math.floor(this.phase);
    return sample;
  }
}
