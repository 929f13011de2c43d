import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { decodeLuma, probe } from './media';
import { runExport } from './terminal';

const ids = ['blend', 'particles', 'shader', 'spectrum', 'title', 'lottie', 'loop'];
const withSound = new Set(['spectrum', 'title']);
const presets = [
  { preset: 'mp4-h264', extension: 'mp4', picture: 'h264', sound: 'aac' },
  { preset: 'webm-vp9', extension: 'webm', picture: 'vp9', sound: 'opus' },
  { preset: 'mp4-av1', extension: 'mp4', picture: 'av1', sound: 'aac' },
];

/** Frames of each film: enough for several to differ, and for the virtual clock to have run for a while. */
const frames = 24;
const width = 640;
const height = 360;

/** Each composition in one of them, in turn; by `npm run test:thorough` in all. */
const isThorough = process.env['VITE_THOROUGH'] === '1';

for (const [turn, id] of ids.entries()) {
  for (const { preset, extension, picture, sound } of presets) {
    if (!isThorough && preset !== presets[turn % presets.length]!.preset) continue;
    test(`${id} as ${preset}: decodes cleanly, all frames, moving`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'stepframe-e2e-'));
      try {
        const out = join(folder, `film.${extension}`);
        const size = ['--width', String(width), '--height', String(height)];
        const asked = ['--composition', id, '--preset', preset, ...size, '--frames', `0-${frames - 1}`];
        const { exitCode, stderr } = await runExport('--out', out, ...asked);
        expect(exitCode, stderr).toBe(0);
        const { video, audio } = await probe(out);
        expect(video).toMatchObject({ codec_name: picture, width, height, nb_read_frames: String(frames) });
        expect(video).toMatchObject({ color_range: 'tv', color_space: 'bt709', color_transfer: 'bt709' });
        expect(audio?.codec_name).toBe(withSound.has(id) ? sound : undefined);
        const pictures = await decodeLuma(out, width, height);
        expect(pictures).toHaveLength(frames);
        expect(Buffer.compare(pictures[0]!, pictures[frames - 1]!)).not.toBe(0);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }
}
