import { afterAll, describe, expect, it } from 'vitest';
import type { FfmpegFilePlan } from '../../src/encode/ffmpeg/ffmpeg-lane';
import type { FfmpegEncoderSettings } from '../../src/encode/ffmpeg/ffmpeg-settings';
import { busy, FfmpegEngine } from '../support/ffmpeg-engine';
import { ffmpeg, probe } from '../support/media-tools';

const engine = new FfmpegEngine(2);
afterAll(() => engine.dispose());

const settings: FfmpegEncoderSettings = {
  codec: 'dnxhr-hqx',
  width: 640,
  height: 360,
  frameRate: { num: 25, den: 1 },
  scan: 'progressive',
  colourSpace: 'bt709',
  alpha: 'none',
};

describe('x', () => {
  it('dnxhr', async () => {
    const plan: FfmpegFilePlan = { container: 'mov', settings };
    const { file } = await engine.export(plan, busy, 20);
    const probed = await probe(file, 'mov');
    console.log(JSON.stringify(probed.streams[0]));
    const { exitCode, stderr } = await ffmpeg(file, 'mov', ['-v', 'error', '-xerror', '-i', '{in}', '-f', 'null', '-']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(await engine.leftovers()).toEqual([]);
  });
});
