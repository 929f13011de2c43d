/** White noise, uniform in [−1, 1), from a fixed seed: the same samples in every rendering. */
export function fillWithNoise(samples: Float32Array, seed: number): void {
  let state = seed | 0;
  for (let i = 0; i < samples.length; i++) {
    // xorshift32 (Marsaglia 2003).
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    samples[i] = state / 0x8000_0000;
  }
}

export function noiseBuffer(context: BaseAudioContext, duration: number, seed: number): AudioBuffer {
  const buffer = context.createBuffer(1, Math.ceil(duration * context.sampleRate), context.sampleRate);
  fillWithNoise(buffer.getChannelData(0), seed);
  return buffer;
}
