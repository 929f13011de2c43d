import { FourierTransform, type Complex } from './fourier';
import { addSound, createLoop, loopLength, type Loop, type Samples } from './loop';

/** The loop goes through in pieces, two at a time. */
const pieceLength = loopLength / 4;

/** Lets loops sound in rooms whose impulse responses are at most `longest` samples long. */
export class Convolution {
  private readonly size: number;
  private readonly transform: FourierTransform;

  constructor(longest: number) {
    // Room for a piece and all that rings after it.
    let size = 1;
    while (size < pieceLength + longest) size *= 2;
    this.size = size;
    this.transform = new FourierTransform(size);
  }

  apply(loop: Loop, impulse: Samples): Loop {
    const response = this.complex();
    response.real.set(impulse);
    this.transform.forward(response);
    const result = createLoop();
    for (let start = 0; start < loop.length; start += 2 * pieceLength) {
      // The response is real, so the real and the imaginary part stay apart: one transform carries two pieces.
      const pieces = this.complex();
      pieces.real.set(loop.subarray(start, start + pieceLength));
      pieces.imaginary.set(loop.subarray(start + pieceLength, start + 2 * pieceLength));
      this.transform.forward(pieces);
      multiply(pieces, response);
      this.transform.inverse(pieces);
      addSound(result, pieces.real, start);
      addSound(result, pieces.imaginary, start + pieceLength);
    }
    return result;
  }

  private complex(): Complex {
    return { real: new Float32Array(this.size), imaginary: new Float32Array(this.size) };
  }
}

function multiply(a: Complex, b: Complex): void {
  for (let i = 0; i < a.real.length; i++) {
    const real = a.real[i]! * b.real[i]! - a.imaginary[i]! * b.imaginary[i]!;
    a.imaginary[i] = a.real[i]! * b.imaginary[i]! + a.imaginary[i]! * b.real[i]!;
    a.real[i] = real;
  }
}
