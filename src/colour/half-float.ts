/** What the 16 bits of a half float mean (IEEE 754 binary16). */
export const halfFloats = /* @__PURE__ */ Float32Array.from({ length: 65536 }, (_, bits) => {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits >> 15 ? -1 : 1;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
});

/** The half float nearest to a number of 0 … 65504. */
export function toHalf(value: number): number {
  if (value < 2 ** -14) return Math.round(value * 2 ** 24);
  const exponent = Math.floor(Math.log2(value));
  // A fraction rounded up to 1024 carries over into the exponent, as it should.
  return ((exponent + 15) << 10) + Math.round((value / 2 ** exponent - 1) * 1024);
}
