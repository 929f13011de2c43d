import { describe, expect, it } from 'vitest';
import { prepareMix } from '../../src/audio/mix';
import { createSpectrum } from '../../src/audio/spectrum';
import type { SpectrumSettings } from '../../src/composition/composition';

const sampleRate = 48000;
/** 1920 samples a frame, 15 render quanta: a context can be suspended exactly at a frame. */
const frameRate = { num: 25, den: 1 };
const quantumFrame = sampleRate / 25;
const frames = 75;

/** Chords, a sweep, bursts of noise, a quiet stretch and a clipped one, different on both sides. */
function richSound(): AudioBuffer {
  const length = frames * quantumFrame;
  const buffer = new AudioBuffer({ length, sampleRate, numberOfChannels: 2 });
  const left = buffer.getChannelData(0);
  const right = buffer.getChannelData(1);
  let seed = 12345;
  for (let i = 0; i < length; i++) {
    const t = i / sampleRate;
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const noise = (seed / 2 ** 31 - 1) * (t % 0.5 < 0.05 ? 0.6 : 0.0005);
    const level = t > 1.6 && t < 2 ? 0.001 : t > 2.4 && t < 2.5 ? 4 : 1;
    const chord =
      Math.sin(2 * Math.PI * 220 * t) + Math.sin(2 * Math.PI * 277.18 * t) + Math.sin(2 * Math.PI * 3520 * t);
    left[i] = level * (0.15 * chord + noise);
    right[i] = level * (0.3 * Math.sin(2 * Math.PI * (100 + 3000 * t) * t) + noise);
  }
  return buffer;
}

/** What the browser's own analyser shows at the time of every frame. */
async function analyserFrames(
  buffer: AudioBuffer,
  settings: SpectrumSettings,
): Promise<{ frequency: Uint8Array; waveform: Uint8Array }[]> {
  const context = new OfflineAudioContext({ numberOfChannels: 2, length: buffer.length, sampleRate });
  const source = new AudioBufferSourceNode(context, { buffer });
  const analyser = new AnalyserNode(context, settings);
  source.connect(analyser).connect(context.destination);
  source.start();
  const shown: { frequency: Uint8Array; waveform: Uint8Array }[] = [];
  for (let frame = 0; frame < frames; frame++) {
    void context.suspend((frame * quantumFrame) / sampleRate).then(() => {
      const frequency = new Uint8Array(analyser.frequencyBinCount);
      const waveform = new Uint8Array(analyser.fftSize);
      analyser.getByteFrequencyData(frequency);
      analyser.getByteTimeDomainData(waveform);
      shown.push({ frequency, waveform });
      return context.resume();
    });
  }
  await context.startRendering();
  return shown;
}

function difference(a: Uint8Array, b: Uint8Array): { largest: number; share: number } {
  let largest = 0;
  let count = 0;
  a.forEach((value, i) => {
    const apart = Math.abs(value - b[i]!);
    largest = Math.max(largest, apart);
    if (apart > 0) count += 1;
  });
  return { largest, share: count / a.length };
}

describe('the spectrum of a frame', () => {
  it.each<SpectrumSettings>([
    { fftSize: 2048, smoothingTimeConstant: 0.8 },
    { fftSize: 2048, smoothingTimeConstant: 0 },
    { fftSize: 512, smoothingTimeConstant: 0.5, minDecibels: -90, maxDecibels: -10 },
    { fftSize: 8192, smoothingTimeConstant: 0.8 },
    { fftSize: 32, smoothingTimeConstant: 0.3 },
  ])('equals what an AnalyserNode shows: %o', async (settings) => {
    const sound = richSound();
    const expected = await analyserFrames(sound, settings);
    const { signal } = new AbortController();
    const mix = await prepareMix([{ source: sound }], { sampleRate, length: sound.length, signal });
    const spectrum = createSpectrum(mix, frameRate, settings);

    expect(expected).toHaveLength(frames);
    let largest = 0;
    let share = 0;
    let loudest = 0;
    for (const [frame, shown] of expected.entries()) {
      const { frequency, waveform } = await spectrum.at(frame);
      const apart = difference(frequency, shown.frequency);
      largest = Math.max(largest, apart.largest, difference(waveform, shown.waveform).largest);
      share += apart.share / frames;
      loudest = Math.max(loudest, ...shown.frequency);
    }
    console.log(`${JSON.stringify(settings)}: largest difference ${largest}, in ${(share * 100).toFixed(3)} % of bins`);
    expect(loudest).toBeGreaterThan(150);
    expect(largest).toBeLessThanOrEqual(1);
    expect(share).toBeLessThan(0.01);
  });
});
