import { describe, expect, it, vi } from 'vitest';
import type { LoudnessReport } from '../../src/audio/audio-source';
import type { StereoBlock } from '../../src/audio/encoders/stereo-block';
import { normalise } from '../../src/audio/loudness/normalise';
import { synthesiseTrack } from '../../src/editor/music/track';
import { loudnessTarget, loudnessTargets, type LoudnessSettings } from '../../src/formats/loudness-targets';
import { tones } from '../support/ebu-signals';
import { ffmpegLoudness } from '../support/ffmpeg-loudness';
import { expectSame } from '../support/same-samples';

// Minutes of sound, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const sampleRate = 48_000;

interface Normalised {
  report: LoudnessReport;
  sound: Float32Array[];
  /** How often the sound was read. */
  passes: number;
}

async function normalised(sound: readonly Float32Array[], settings: LoudnessSettings, runLength = 48_000) {
  let passes = 0;
  const read = async function* (): AsyncGenerator<StereoBlock> {
    passes++;
    for (let at = 0; at < sound[0]!.length; at += runLength) {
      yield await Promise.resolve(sound.map((samples) => samples.slice(at, at + runLength)) as unknown as StereoBlock);
    }
  };
  const result = await normalise({ sampleRate, read }, loudnessTarget(settings));
  const joined = sound.map((samples) => new Float32Array(samples.length));
  let at = 0;
  for await (const block of result.read()) {
    block.forEach((samples, channel) => joined[channel]!.set(samples, at));
    at += block[0].length;
  }
  expect(at).toBe(sound[0]!.length);
  return { report: result.report(), sound: joined, passes } satisfies Normalised;
}

const track: readonly Float32Array[] = synthesiseTrack();
const quiet = track.map((samples) => samples.map((sample) => sample * 0.02));

/** 2 ms of a loud tone every fifth of a second over a quiet one. */
const peaky = (() => {
  const samples = Float32Array.from({ length: 8 * sampleRate }, (_, i) => {
    const level = i % (0.2 * sampleRate) < 0.002 * sampleRate ? 0.7 : 0.05;
    return level * Math.sin((2 * Math.PI * 700 * i) / sampleRate);
  });
  return [samples, samples.map((sample) => -0.8 * sample)];
})();

const presets = Object.keys(loudnessTargets) as (keyof typeof loudnessTargets)[];

describe.each([
  ['music', track],
  ['quiet music', quiet],
  ['a peaky sound', peaky],
])('%s', (_name, sound) => {
  it.each(presets.map((target) => [target, loudnessTargets[target]] as const))(
    'comes to %s, which ffmpeg confirms',
    async (target, { lufs, truePeakCeiling }) => {
      const { report, sound: made, passes } = await normalised(sound, { target });
      expect(report.outcome).toBe('reached');
      expect(Math.abs(report.after.integrated! - lufs)).toBeLessThanOrEqual(0.1);
      const theirs = await ffmpegLoudness(made, sampleRate);
      expect(Math.abs(theirs.integrated - lufs)).toBeLessThanOrEqual(0.1);
      expect(theirs.truePeak).toBeLessThanOrEqual(truePeakCeiling);
      expect(report.limited).toBe(report.before.truePeak! + (lufs - report.before.integrated!) > truePeakCeiling);
      expect(passes).toBeLessThanOrEqual(report.limited ? 10 : 2);
    },
  );
});

it('a gain is all there is to it where peaks stay low', async () => {
  const { report, sound } = await normalised(quiet, { target: -23 });
  expect(report.limited).toBe(false);
  const factor = 10 ** (report.gain / 20);
  expectSame(
    sound,
    quiet.map((samples) => samples.map((sample) => sample * factor)),
  );
});

it('the same sound comes out to the bit, however it is divided', async () => {
  const one = await normalised(peaky, { target: -16 });
  const other = await normalised(peaky, { target: -16 }, 1237);
  expect(one.report.limited).toBe(true);
  expect(other.report).toEqual(one.report);
  expectSame(other.sound, one.sound);
});

it('the absolute gate counts where the sound will be, not where it was', async () => {
  // Most of it is below −70 LUFS before, and above after.
  const sound = tones([
    [20, -78],
    [2, -69],
  ]);
  const { report, sound: made } = await normalised(sound, { target: -23 });
  expect(report.outcome).toBe('reached');
  expect(Math.abs((await ffmpegLoudness(made, sampleRate)).integrated + 23)).toBeLessThanOrEqual(0.1);
});

describe('what cannot be normalised is left as it is, and told', () => {
  const damaged = track.map((samples) => samples.slice());
  damaged[0]![5000] = Number.NaN;

  it.each([
    ['silent', tones([[3, null]])],
    ['silent', tones([[3, -75]])],
    ['too-short', tones([[0.3, -20]])],
    ['damaged', damaged],
  ])('%s', async (outcome, sound) => {
    const { report, sound: same } = await normalised(sound, { target: 'ebu-r128' });
    expect(report).toMatchObject({ outcome, gain: 0, limited: false });
    expectSame(same, sound);
    expect(JSON.stringify(report)).not.toMatch(/Infinity/);
  });

  it('what no gain brings to the target', async () => {
    // One click: however loud, the ceiling holds it.
    const click = new Float32Array(5 * sampleRate);
    click[100_000] = 0.9;
    const { report, sound } = await normalised([click, click], { target: -14 });
    expect(report.outcome).toBe('missed');
    expect(report.after.truePeak).toBeLessThanOrEqual(-1);
    expect(sound[0]!.every((sample) => Number.isFinite(sample))).toBe(true);
  });

  it('a report before the sound was read is an error', async () => {
    const read = async function* (): AsyncGenerator<StereoBlock> {
      yield await Promise.resolve(track as unknown as StereoBlock);
    };
    const result = await normalise({ sampleRate, read }, loudnessTarget({ target: -14 }));
    expect(() => result.report()).toThrow('not read');
  });
});
