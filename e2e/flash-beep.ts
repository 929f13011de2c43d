const sampleRate = 48_000;
const seconds = 4;

/** The picture's side of the flash and beep: 25 fps, so that every second begins a frame exactly. */
export const flashComposition = {
  id: 'flash-beep',
  name: 'Flash and beep',
  width: 320,
  height: 180,
  frameRate: 25,
  durationInFrames: 25 * seconds,
};

/** Hz, chosen so that a whole number of periods fits the beep. */
const beepFrequency = 1000;
const beepSamples = sampleRate / 20;

/** 50 ms of a full-scale sine at the start of each second, beginning at its peak so that the edge is sharp. */
export function beepSound(): AudioBuffer {
  const buffer = new AudioBuffer({ length: sampleRate * seconds, numberOfChannels: 2, sampleRate });
  for (let channel = 0; channel < buffer.numberOfChannels; channel++) {
    const samples = buffer.getChannelData(channel);
    for (let second = 0; second < seconds; second++) {
      for (let i = 0; i < beepSamples; i++) {
        samples[second * sampleRate + i] = 0.8 * Math.cos((2 * Math.PI * beepFrequency * i) / sampleRate);
      }
    }
  }
  return buffer;
}

/** The times of the frames that are white, by the middle of their luma planes. */
export function flashTimes(frames: readonly Uint8Array[], times: readonly number[]): number[] {
  return times.filter((_, frame) => {
    const luma = frames[frame]!;
    return luma[luma.length >> 1]! > 128;
  });
}

/**
 * Where beeps begin, in seconds, found by correlating with the beep itself: robust against what a codec does to an
 * edge.
 *
 * @param samples one channel at 48 kHz
 */
export function beepTimes(samples: Float32Array): number[] {
  const times: number[] = [];
  for (let second = 0; (second + 1) * sampleRate <= samples.length; second++) {
    times.push(bestMatch(samples, second * sampleRate) / sampleRate);
  }
  return times;
}

/** How far from its place a beep is looked for: 60 ms, more than a beep is long. */
const searchSamples = 2880;

function bestMatch(samples: Float32Array, expected: number): number {
  const energy = new Float64Array(2 * searchSamples + 1);
  const from = expected - searchSamples;
  for (let lag = 0; lag < energy.length; lag++) energy[lag] = correlation(samples, from + lag);
  return from + energy.indexOf(Math.max(...energy));
}

function correlation(samples: Float32Array, start: number): number {
  let sum = 0;
  for (let i = 0; i < beepSamples; i++) {
    sum += (samples[start + i] ?? 0) * Math.cos((2 * Math.PI * beepFrequency * i) / sampleRate);
  }
  return sum;
}
