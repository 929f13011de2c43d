import { halfFloats, toHalf } from './half-float';

const one = toHalf(1);

/** Multiplies colours by alpha, in place: red, green, blue and alpha as half floats. Colours below 0 become 0. */
export function multiplyByAlpha(pixels: ArrayBuffer): void {
  const values = new Uint16Array(pixels);
  for (let at = 0; at < values.length; at += 4) {
    const bits = values[at + 3]!;
    if (bits === one) continue;
    const alpha = halfFloats[bits]!;
    for (let channel = at; channel < at + 3; channel++) {
      values[channel] = toHalf(Math.max(0, halfFloats[values[channel]!]! * alpha));
    }
  }
}
