import type { Composition } from '../../src/composition/composition';
import { frameSample, toFrameRate } from '../../src/composition/frame-rate';

export const sampleRate = 48_000;

/** Samples of a beep. Noise, so that its position shows to the sample in a correlation. */
const beepLength = 960;

export interface FlashBeepOptions {
  frameRate: number | { num: number; den: number };
  seconds: number;
}

/** The frames that flash: the first one and then about every second. */
export function flashFrames({ frameRate, seconds }: FlashBeepOptions): number[] {
  const rate = toFrameRate(frameRate);
  const perSecond = Math.round(rate.num / rate.den);
  return Array.from({ length: Math.floor(seconds) }, (_, index) => index * perSecond);
}

/** One beep, the same every time. */
export function beep(): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(beepLength);
  let state = 12345;
  for (let index = 0; index < beepLength; index++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    samples[index] = (state / 0x3fffffff - 1) * 0.7;
  }
  return samples;
}

/** A white frame and the first sample of a beep begin at the same instant, again and again. */
export function flashBeepComposition(options: FlashBeepOptions): Composition {
  const rate = toFrameRate(options.frameRate);
  const flashes = flashFrames(options);
  const durationInFrames = Math.round((options.seconds * rate.num) / rate.den);
  return {
    id: 'flash-beep',
    name: 'Flash and beep',
    width: 160,
    height: 96,
    frameRate: rate,
    durationInFrames,
    audio: [
      {
        source: () =>
          Promise.resolve(
            beepTrack(
              flashes.map((frame) => frameSample(frame, rate, sampleRate)),
              frameSample(durationInFrames, rate, sampleRate),
            ),
          ),
      },
    ],
    open({ width, height }) {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d')!;
      return {
        renderFrame(frame) {
          context.fillStyle = flashes.includes(frame) ? '#fff' : '#000';
          context.fillRect(0, 0, width, height);
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  };
}

function beepTrack(starts: readonly number[], length: number): AudioBuffer {
  const buffer = new AudioBuffer({ length, numberOfChannels: 2, sampleRate });
  for (const channel of [0, 1]) {
    const data = buffer.getChannelData(channel);
    for (const start of starts) data.set(beep().subarray(0, length - start), start);
  }
  return buffer;
}

/** Where the beep lies in `samples`, by correlation, looking `reach` samples around `expected`. */
export function findBeep(samples: Float32Array, expected: number, reach: number): { at: number; likeness: number } {
  const wanted = beep();
  let best = { at: Number.NaN, likeness: 0 };
  for (let at = expected - reach; at <= expected + reach; at++) {
    let product = 0;
    let energy = 0;
    let wantedEnergy = 0;
    for (let index = 0; index < wanted.length; index++) {
      const sample = samples[at + index] ?? 0;
      product += sample * wanted[index]!;
      energy += sample * sample;
      wantedEnergy += wanted[index]! ** 2;
    }
    const likeness = energy === 0 ? 0 : product / Math.sqrt(energy * wantedEnergy);
    if (likeness > best.likeness) best = { at, likeness };
  }
  return best;
}
