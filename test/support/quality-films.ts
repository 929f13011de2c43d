import type { Composition } from '../../src/composition/composition';
import { frameSample, toFrameRate, type FrameRate } from '../../src/composition/frame-rate';
import { findPreset, settingsFor, type Exporter, type ExportSettings } from '../../src/index';
import { frameCodeComposition } from './test-compositions';

/** Hz. */
export const filmSampleRate = 48_000;

export interface Film {
  file: File;
  settings: ExportSettings;
}

export interface FilmOptions {
  preset: string;
  frames?: number;
  frameRate?: FrameRate;
  change?: (settings: ExportSettings) => ExportSettings;
}

/** Tones that glide, with a little noise, each channel its own: nothing in it repeats. */
export function filmSound(length: number): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  let state = 7;
  const noise = (): number => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x3fffffff - 1;
  const channel = (base: number): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length }, (_, index) => {
      const seconds = index / filmSampleRate;
      return 0.2 * Math.sin(2 * Math.PI * (base + 300 * seconds) * seconds) + 0.05 * noise();
    });
  return [channel(300), channel(420)];
}

/** A small film with numbered frames and sound, exported. */
export async function makeFilm(
  exporter: Exporter,
  { preset, frames = 30, frameRate = { num: 30, den: 1 }, change = (settings) => settings }: FilmOptions,
): Promise<Film> {
  const composition: Composition = {
    ...frameCodeComposition({ width: 320, height: 180, frameRate: toFrameRate(frameRate), durationInFrames: frames }),
    audio: [{ source: () => Promise.resolve(soundBuffer(frameSample(frames, frameRate, filmSampleRate))) }],
  };
  const settings = change(settingsFor(findPreset(preset)!, composition));
  const { file } = await exporter.start(composition, settings).result;
  return { file: file!, settings };
}

/** `filmSound`, to be given to a composition. */
export function soundBuffer(length: number): AudioBuffer {
  const buffer = new AudioBuffer({ length, numberOfChannels: 2, sampleRate: filmSampleRate });
  for (const [index, samples] of filmSound(length).entries()) buffer.copyToChannel(samples, index);
  return buffer;
}

/** Samples of a film's sound. */
export function filmLength({ range, frameRate }: ExportSettings): number {
  return frameSample(range.end - range.first, frameRate, filmSampleRate);
}
