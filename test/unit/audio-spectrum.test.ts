import { describe, expect, it } from 'vitest';
import type { AudioMix } from '../../src/audio/audio-source';
import { mixClips } from '../../src/audio/mix';
import { placeClip } from '../../src/audio/clip';
import { wholeSound } from '../../src/audio/sound';
import { createSpectrum } from '../../src/audio/spectrum';
import type { SpectrumFrame, SpectrumSettings } from '../../src/composition/composition';

const sampleRate = 48000;
/** 800.8 samples a frame: frames do not begin on samples. */
const frameRate = { num: 60000, den: 1001 };
const frames = 600;

function sweep(): AudioMix {
  const length = 10 * sampleRate;
  const samples = Float32Array.from({ length }, (_, i) => {
    const t = i / sampleRate;
    return Math.sin(2 * Math.PI * (80 + 400 * t) * t) * Math.abs(Math.sin(3 * t));
  });
  const clip = placeClip({ source: 'unused' }, wholeSound([samples]), sampleRate);
  return mixClips([clip], sampleRate, length);
}

const mix = sweep();

async function inOrder(settings: SpectrumSettings): Promise<SpectrumFrame[]> {
  const spectrum = createSpectrum(mix, frameRate, settings);
  const shown: SpectrumFrame[] = [];
  for (let frame = 0; frame < frames; frame++) shown.push(structuredClone(await spectrum.at(frame)));
  return shown;
}

describe('a frame of the spectrum', () => {
  it.each<SpectrumSettings>([
    { fftSize: 1024, smoothingTimeConstant: 0.9 },
    { fftSize: 256, smoothingTimeConstant: 0 },
  ])('has the same values whatever was asked before: %o', async (settings) => {
    const expected = await inOrder(settings);
    const spectrum = createSpectrum(mix, frameRate, settings);
    for (const frame of [300, 299, 300, 0, 5, 4, 599, 256, 255, 257, 512, 511, 598, 599, 599]) {
      expect(await spectrum.at(frame), `frame ${frame}`).toEqual(expected[frame]);
    }
  });

  it('shows silence at frame 0, before any sound was heard', async () => {
    const { frequency, waveform } = await createSpectrum(mix, frameRate).at(0);
    expect(frequency).toEqual(new Uint8Array(1024));
    expect(waveform).toEqual(new Uint8Array(2048).fill(128));
  });

  it('has its peak at the tone', async () => {
    const tone = Float32Array.from({ length: sampleRate }, (_, i) => Math.sin((2 * Math.PI * 6000 * i) / sampleRate));
    const clip = placeClip({ source: 'unused', gain: 0.01 }, wholeSound([tone]), sampleRate);
    const spectrum = createSpectrum(mixClips([clip], sampleRate, sampleRate), frameRate, { fftSize: 512 });
    const { frequency } = await spectrum.at(40);
    expect(frequency.indexOf(Math.max(...frequency))).toBe((6000 / sampleRate) * 512);
  });
});

it.each<[path: string, settings: SpectrumSettings]>([
  ['spectrum.fftSize', { fftSize: 1000 }],
  ['spectrum.fftSize', { fftSize: 65536 }],
  ['spectrum.smoothingTimeConstant', { smoothingTimeConstant: 1.5 }],
  ['spectrum.minDecibels', { minDecibels: -20 }],
  ['spectrum.maxDecibels', { maxDecibels: Number.NaN }],
])('refuses %s in %o', (path, settings) => {
  expect(() => createSpectrum(mix, frameRate, settings)).toThrow(
    expect.objectContaining({
      code: 'invalid-input',
      detail: 'spectrum-invalid',
      message: expect.stringContaining(path) as string,
    }),
  );
});
