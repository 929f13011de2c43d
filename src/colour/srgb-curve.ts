/** Linear light of an encoded value (IEC 61966-2-1); negative values mirrored, values above 1 by the same curve. */
export function toLinear(value: number): number {
  const size = Math.abs(value);
  return Math.sign(value) * (size <= 0.04045 ? size / 12.92 : ((size + 0.055) / 1.055) ** 2.4);
}

/** The encoded value of linear light, 0 … 1. */
export function fromLinear(light: number): number {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
}
