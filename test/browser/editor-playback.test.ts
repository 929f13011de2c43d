import { expect, it } from 'vitest';
import { frameAt, type PlaybackRun } from '../../src/editor/playback-position';
import { SoundOutput } from '../../src/editor/sound-output';
import { timecode } from '../../src/editor/timecode';
import { waveformPeaks } from '../../src/editor/waveform';

const run: PlaybackRun = {
  startFrame: 15,
  range: { first: 10, end: 20 },
  frameRate: { num: 30, den: 1 },
  looping: true,
  loopSeconds: 10 / 30,
};

it('shows each frame from its own time on, and loops over the range for good', () => {
  expect(frameAt(run, 0)).toBe(15);
  expect(frameAt(run, 1 / 30 - 1e-5)).toBe(15);
  for (let step = 0; step < 100_000; step += 7) expect(frameAt(run, step / 30)).toBe(10 + ((5 + step) % 10));
});

it('ends after the last frame of the range when it does not loop', () => {
  const once = { ...run, looping: false };
  expect(frameAt(once, 5 / 30 - 1e-5)).toBe(19);
  expect(frameAt(once, 5 / 30)).toBeNull();
});

it('keeps to the sound, whose loop is a whole number of samples', () => {
  const frameRate = { num: 30000, den: 1001 };
  const frames = 7;
  const loopSeconds = Math.round((frames * 1001 * 48) / 30) / 48_000;
  const ntsc: PlaybackRun = { startFrame: 0, range: { first: 0, end: frames }, frameRate, looping: true, loopSeconds };
  for (const loops of [1, 1000, 100_000]) {
    expect(frameAt(ntsc, loops * loopSeconds + 1e-7)).toBe(0);
    expect(frameAt(ntsc, (loops + 1) * loopSeconds - 1e-4)).toBe(6);
  }
});

it('plays sound whose clock runs at the speed of time, and loops by the sample', async () => {
  const output = new SoundOutput();
  output.setGain(0);
  const buffer = new AudioBuffer({ length: 96_000, numberOfChannels: 2, sampleRate: 48_000 });
  const sound = await output.play(buffer, { from: 0.5, start: 0.50001, end: 0.9, looping: true });
  if (sound === null) throw new Error('This browser has no sound.');
  expect(sound.loopSeconds * 48_000).toBeCloseTo(0.9 * 48_000 - 24_000, 6);
  await expect.poll(() => sound.elapsed()).toBeGreaterThan(0.05);
  const readings: [heard: number, passed: number][] = [];
  const from = [sound.elapsed(), performance.now()] as const;
  while (performance.now() - from[1] < 1500) {
    await new Promise(requestAnimationFrame);
    readings.push([sound.elapsed() - from[0], (performance.now() - from[1]) / 1000]);
  }
  for (const [index, [heard]] of readings.entries())
    expect(heard).toBeGreaterThanOrEqual(readings[index - 1]?.[0] ?? 0);
  const [heard, passed] = readings.at(-1)!;
  expect(Math.abs(heard - passed)).toBeLessThan(0.05);
  sound.stop();
  await output.dispose();
});

it('writes timecodes', () => {
  expect(timecode(0, { num: 30, den: 1 })).toBe('00:00:00');
  expect(timecode(30 * 61 + 7, { num: 30, den: 1 })).toBe('01:01:07');
  expect(timecode(59, { num: 60000, den: 1001 })).toBe('00:00:59');
  expect(timecode(25 * 3600 + 26, { num: 25, den: 1 })).toBe('1:00:01:01');
  expect(timecode(119, { num: 120, den: 1 })).toBe('00:00:119');
});

it('finds the peaks of every channel for a waveform', () => {
  const buffer = new AudioBuffer({ length: 100, numberOfChannels: 2, sampleRate: 48_000 });
  buffer.getChannelData(0)[10] = 0.5;
  buffer.getChannelData(1)[60] = -0.75;
  expect(waveformPeaks(buffer, 4)).toEqual([
    [0, 0.5],
    [0, 0],
    [-0.75, 0],
    [0, 0],
  ]);
});
