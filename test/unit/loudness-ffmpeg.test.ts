import { describe, expect, it, vi } from 'vitest';
import { SoundMeter } from '../../src/audio/loudness/measure-sound';
import { synthesiseTrack } from '../../src/editor/music/track';
import { ffmpegLoudness } from '../support/ffmpeg-loudness';

// Minutes of sound, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const [left, right] = synthesiseTrack();

/** The demo's track three times over, quieter the second time. */
function music(channel: Float32Array): Float32Array {
  const samples = new Float32Array(3 * channel.length);
  [1, 0.1, 0.5].forEach((gain, time) =>
    samples.set(
      channel.map((sample) => gain * sample),
      time * channel.length,
    ),
  );
  return samples;
}

const stereo = [music(left), music(right)];
const delayed = (samples: Float32Array, by: number): Float32Array => {
  const later = new Float32Array(samples.length);
  later.set(samples.subarray(0, samples.length - by), by);
  return later;
};
const surround = [...stereo, delayed(stereo[0]!, 400), stereo[1]!, delayed(stereo[1]!, 999), delayed(stereo[0]!, 1500)];

// The track itself is at 48 kHz; taken at another rate it is lower, and music still.
describe.each([44_100, 48_000])('of music at %i Hz', (sampleRate) => {
  it.each([
    ['mono', [stereo[0]!]],
    ['stereo', stereo],
    ['5.1', surround],
  ])('%s, ours is what ffmpeg measures, within 0.1 LU', async (_name, channels) => {
    const meter = new SoundMeter(sampleRate, channels.length);
    meter.push(channels);
    const ours = meter.finish();
    const theirs = await ffmpegLoudness(channels, sampleRate);
    expect(Math.abs(ours.integrated! - theirs.integrated)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(ours.truePeak! - theirs.truePeak)).toBeLessThanOrEqual(0.1);
  });
});
