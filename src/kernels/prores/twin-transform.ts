const { fround } = Math;

// Single precision, as the kernel's vectors have it.
const cos2 = fround(Math.SQRT1_2);
const cos3 = fround(0.3826834323650898);
const difference = fround(0.541196100146197);
const sum = fround(1.3065629648763766);

/**
 * One pass over eight values `step` apart, in place; the factors it leaves out are in `inverseSteps`.
 * Y. Arai, T. Agui, M. Nakajima, "A fast DCT-SQ scheme for images", 1988.
 */
function forward8(values: Float32Array, at: number, step: number): void {
  const [s0, s1, s2, s3] = [values[at]!, values[at + step]!, values[at + 2 * step]!, values[at + 3 * step]!];
  const [s4, s5] = [values[at + 4 * step]!, values[at + 5 * step]!];
  const [s6, s7] = [values[at + 6 * step]!, values[at + 7 * step]!];
  const [a0, a7, a1, a6] = [fround(s0 + s7), fround(s0 - s7), fround(s1 + s6), fround(s1 - s6)];
  const [a2, a5, a3, a4] = [fround(s2 + s5), fround(s2 - s5), fround(s3 + s4), fround(s3 - s4)];

  const [b0, b3, b1, b2] = [fround(a0 + a3), fround(a0 - a3), fround(a1 + a2), fround(a1 - a2)];
  values[at] = b0 + b1;
  values[at + 4 * step] = b0 - b1;
  const c = fround(fround(b2 + b3) * cos2);
  values[at + 2 * step] = b3 + c;
  values[at + 6 * step] = b3 - c;

  const [d0, d1, d2] = [fround(a4 + a5), fround(a5 + a6), fround(a6 + a7)];
  const e = fround(fround(d0 - d2) * cos3);
  const e0 = fround(fround(d0 * difference) + e);
  const e2 = fround(fround(d2 * sum) + e);
  const e1 = fround(d1 * cos2);
  const [f0, f1] = [fround(a7 + e1), fround(a7 - e1)];
  values[at + 5 * step] = f1 + e0;
  values[at + 3 * step] = f1 - e0;
  values[at + step] = f0 + e2;
  values[at + 7 * step] = f0 - e2;
}

/** The transform of an 8 × 8 block, row by row, in place. */
export function transformBlock(block: Float32Array): void {
  for (let y = 0; y < 8; y++) forward8(block, 8 * y, 1);
  for (let x = 0; x < 8; x++) forward8(block, x, 8);
}

/** 1.5 × 2²³: added to a single-precision number and taken away again, it leaves the nearest integer, ties to even. */
const magic = 12582912;

/** @param factor one over the step. @param deadZone how far the quotient is drawn towards zero before it is rounded */
export function quantise(value: number, factor: number, deadZone: number): number {
  const exact = fround(value * factor);
  const towardsZero = Math.max(-deadZone, Math.min(deadZone, exact));
  return fround(fround(exact - towardsZero) + magic) - magic;
}
