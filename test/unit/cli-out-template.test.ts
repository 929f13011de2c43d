import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expandOut, isTemplate } from '../../src/cli/out-template';
import { settingsFor } from '../../src/presets/preset';
import { findPreset } from '../../src/presets/registry';

const composition = {
  ...{ id: 'sweep', name: 'Sweep: one', width: 640, height: 360, frameRate: 30, durationInFrames: 60 },
  open: () => {
    throw new Error('never opened');
  },
};
const about = (id: string) => {
  const preset = findPreset(id)!;
  return { composition: composition.name, preset, settings: settingsFor(preset, composition) };
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepframe-out-'));
  await writeFile(join(folder, 'Sweep one 01.mp4'), '');
  await writeFile(join(folder, 'sweep ONE.mp4'), '');
  await mkdir(join(folder, 'pictures'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('an output named by a template', () => {
  it('is told by its braces', () => {
    expect(isTemplate('/out/{composition}.mp4')).toBe(true);
    expect(isTemplate('/out/film.mp4')).toBe(false);
  });

  it.each([
    ['{composition} {height}p', 'mp4-h264', 'Sweep one 360p.mp4'],
    ['{composition} {height}p.mp4', 'mp4-h264', 'Sweep one 360p.mp4'],
    ['{composition} {height}p.MP4', 'mp4-h264', 'Sweep one 360p.mp4'],
    ['{preset}.v2', 'webm-vp9', 'WebM · VP9.v2.webm'],
    // Nothing that exists is written over.
    ['{composition}', 'mp4-h264', 'Sweep one (2).mp4'],
    ['{composition} {counter:2}', 'mp4-h264', 'Sweep one 02.mp4'],
    // Pictures go into a folder, or as one file.
    ['pictures{counter}', 'png-sequence', 'pictures1'],
    ['{format}.zip', 'png-sequence', 'png-sequence.zip'],
  ])('%s, of %s, is %s', async (template, preset, name) => {
    expect(await expandOut(join(folder, template), about(preset))).toBe(join(folder, name));
  });

  it('gives way to the other outputs of the command', async () => {
    const other = join(folder, 'Sweep one 360p.mp4');
    expect(await expandOut(join(folder, '{composition} {height}p'), about('mp4-h264'), [other])).toBe(
      join(folder, 'Sweep one 360p (2).mp4'),
    );
  });

  it('may lie in a folder that is still to be made', async () => {
    const out = join(folder, 'new', '{frames}');
    expect(await expandOut(out, about('webm-vp9'))).toBe(join(folder, 'new', '60.webm'));
  });

  it.each([
    [join('{date}', 'film.mp4'), 'template-in-folder'],
    ['{size}.mp4', 'unknown-token'],
    ['{composition.mp4', 'template-invalid'],
  ])('%s is refused as %s', async (template, detail) => {
    await expect(expandOut(join(folder, template), about('mp4-h264'))).rejects.toMatchObject({ detail });
  });
});
