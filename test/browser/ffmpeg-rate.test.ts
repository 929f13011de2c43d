import { afterAll, expect, it } from 'vitest';
import type { FfmpegEncoderSettings } from '../../src/encode/ffmpeg/ffmpeg-settings';
import type { BitrateControl } from '../../src/encode/segment-encoder';
import { FfmpegEngine, type Painter } from '../support/ffmpeg-engine';

const engine = new FfmpegEngine(2);
afterAll(() => engine.dispose());

const [width, height, frames, rate] = [320, 180, 120, 30] as const;

/** Flat at first, then noise that differs from frame to frame: what a rate is hard to keep with. */
const uneven: Painter = (pixels, frame) => {
  let seed = frame + 1;
  for (let at = 0; at < pixels.length; at += 4) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0;
    const noise = frame % 60 < 30 ? 0 : (seed >>> 24) & 63;
    pixels.fill(((at >> 4) & 127) + noise, at, at + 3);
    pixels[at + 3] = 255;
  }
};

/** Bits a second of each second. */
async function seconds(control: Omit<BitrateControl, 'mode'>): Promise<number[]> {
  const settings: FfmpegEncoderSettings = {
    ...{ codec: 'h264', width, height, frameRate: { num: rate, den: 1 }, scan: 'progressive' },
    ...{ colourSpace: 'bt709', alpha: 'none' },
    h264: { rate: { mode: 'bitrate', ...control }, keyFrameInterval: 60, speed: 'veryfast' },
  };
  const packets = (await engine.encode(settings, uneven, frames, frames)).flatMap((segment) => segment.packets);
  expect(packets).toHaveLength(frames);
  return Array.from({ length: frames / rate }, (_, second) =>
    packets
      .filter(({ frame }) => Math.floor(frame / rate) === second)
      .reduce((sum, { byteLength }) => sum + 8 * byteLength, 0),
  );
}

const bitrate = 1_500_000;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const error = (values: readonly number[]): number => Math.abs(mean(values) / bitrate - 1);

it('x264 meets a bitrate nearer in two passes', async () => {
  const one = await seconds({ bitrate });
  const two = await seconds({ bitrate, passes: 2 });
  console.log(`one pass ${one.join(' ')}, two ${two.join(' ')}`);
  expect(error(two)).toBeLessThan(error(one) / 2);
});

it('x264 keeps below a limit, and fills up a constant bitrate', async () => {
  const free = await seconds({ bitrate });
  const limited = await seconds({ bitrate, maxBitrate: 1.2 * bitrate });
  const constant = await seconds({ bitrate, variability: 'constant' });
  console.log(`free ${free.join(' ')}, limited ${limited.join(' ')}, constant ${constant.join(' ')}`);
  // A buffer of one second lets one second have two.
  expect(Math.max(...limited)).toBeLessThan(Math.max(...free));
  const spread = (values: readonly number[]): number => Math.max(...values) / Math.min(...values);
  expect(spread(constant)).toBeLessThan(spread(free));
});
