import { cosine, sine } from './exact-math';
import type { Samples } from './loop';

export interface Complex {
  real: Samples;
  imaginary: Samples;
}

/**
 * The discrete Fourier transform, in place, by radix 2. The bins lie in bit-reversed order, out of `forward` and into
 * `inverse`: a convolution needs no other.
 */
export class FourierTransform {
  private readonly cosines: Float64Array;
  private readonly sines: Float64Array;

  /** @param size a power of two */
  constructor(private readonly size: number) {
    this.cosines = new Float64Array(size / 2).map((_, k) => cosine(k / size));
    this.sines = new Float64Array(size / 2).map((_, k) => sine(k / size));
  }

  forward({ real, imaginary }: Complex): void {
    const { size, cosines, sines } = this;
    for (let half = size / 2; half >= 1; half /= 2) {
      const stride = size / 2 / half;
      for (let start = 0; start < size; start += 2 * half) {
        for (let i = start, k = 0; i < start + half; i++, k += stride) {
          const x = real[i]! - real[i + half]!;
          const y = imaginary[i]! - imaginary[i + half]!;
          real[i]! += real[i + half]!;
          imaginary[i]! += imaginary[i + half]!;
          real[i + half] = x * cosines[k]! + y * sines[k]!;
          imaginary[i + half] = y * cosines[k]! - x * sines[k]!;
        }
      }
    }
  }

  inverse({ real, imaginary }: Complex): void {
    const { size, cosines, sines } = this;
    for (let half = 1; half < size; half *= 2) {
      const stride = size / 2 / half;
      for (let start = 0; start < size; start += 2 * half) {
        for (let i = start, k = 0; i < start + half; i++, k += stride) {
          const x = real[i + half]! * cosines[k]! - imaginary[i + half]! * sines[k]!;
          const y = imaginary[i + half]! * cosines[k]! + real[i + half]! * sines[k]!;
          real[i + half] = real[i]! - x;
          imaginary[i + half] = imaginary[i]! - y;
          real[i]! += x;
          imaginary[i]! += y;
        }
      }
    }
    for (let i = 0; i < size; i++) {
      real[i]! /= size;
      imaginary[i]! /= size;
    }
  }
}
