/** White noise, uniform in [−1, 1), from a fixed seed. */
export function whiteNoise(length: number, seed: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(length);
  let state = seed | 0;
  for (let i = 0; i < length; i++) {
    // xorshift32 (Marsaglia 2003).
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    samples[i] = state / 0x8000_0000;
  }
  return samples;
}
