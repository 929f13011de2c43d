import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GoldenFolder } from '../../src/cli/golden-folder';

const size = { width: 5, height: 3 };
/** Names that a file system would take for something else. */
const ids = ['titles', '..', 'a/b * ü%2F'];

let dir: string;
let folder: GoldenFolder;
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'stepframe-golden-')), 'golden');
  folder = new GoldenFolder(dir);
});
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }));

/** Blue, green, red and a fourth byte that is not kept. */
function picture(seed: number): ArrayBuffer {
  return Uint8Array.from({ length: size.width * size.height * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : (at * 37 + seed) % 256,
  ).buffer;
}

const key = (compositionId: string, frame: number) => ({ compositionId, frame, ...size });

describe('a folder of golden frames', () => {
  it('gives every picture back exactly, and keeps each in a PNG of its own', async () => {
    // At once, as frames come that are drawn beside each other.
    await Promise.all([7, 0, 3].map((frame) => folder.write(key('titles', frame), picture(frame))));
    for (const frame of [0, 3, 7]) {
      expect(await new GoldenFolder(dir).read(key('titles', frame))).toEqual(picture(frame));
    }
    expect((await readdir(join(dir, 'titles'))).sort()).toEqual([
      '000000-5x3.png',
      '000003-5x3.png',
      '000007-5x3.png',
      'golden.json',
    ]);
    const png = decode(await readFile(join(dir, 'titles', '000003-5x3.png')));
    const [blue, green, red] = new Uint8Array(picture(3));
    expect([...png.data.subarray(0, 3)]).toEqual([red, green, blue]);
    expect(await folder.read(key('titles', 8))).toBeNull();
  });

  it('lists and removes by composition, whatever it is called', async () => {
    for (const id of ids) for (const frame of [2, 10]) await folder.write(key(id, frame), picture(frame));
    expect(await folder.list()).toEqual([...ids].sort().flatMap((id) => [key(id, 2), key(id, 10)]));
    expect(await readdir(join(dir, '..'))).toEqual(['golden']);
    await folder.remove('..', { frame: 2, ...size });
    expect(await folder.list('..')).toEqual([key('..', 10)]);
    for (const id of ids) await folder.remove(id);
    await folder.remove('titles');
    expect(await folder.list()).toEqual([]);
    expect(await readdir(dir)).toEqual([]);
  });

  it('keeps a picture but once', async () => {
    await folder.write(key('titles', 1), picture(1));
    await folder.write(key('titles', 1), picture(2));
    expect(await folder.read(key('titles', 1))).toEqual(picture(2));
    expect(await folder.list('titles')).toHaveLength(1);
  });

  it('tells a picture that was changed, one that is gone and a list that is none', async () => {
    const corrupted = { code: 'storage', detail: 'frame-corrupted', frame: 1 };
    for (const frame of [1, 2]) await folder.write(key('titles', frame), picture(frame));
    await writeFile(join(dir, 'titles', '000001-5x3.png'), await readFile(join(dir, 'titles', '000002-5x3.png')));
    await expect(folder.read(key('titles', 1))).rejects.toMatchObject(corrupted);
    await rm(join(dir, 'titles', '000001-5x3.png'));
    await expect(folder.read(key('titles', 1))).rejects.toMatchObject(corrupted);
    await writeFile(join(dir, 'titles', 'golden.json'), '{"schema":"stepframe-golden-frames","version":2}');
    await expect(folder.list()).rejects.toThrow(expect.objectContaining({ detail: 'golden-list-invalid' }));
  });

  it('never leaves its folder for what a list names', async () => {
    await folder.write(key('titles', 1), picture(1));
    const path = join(dir, 'titles', 'golden.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('000001-5x3.png', '../../000001-5x3.png'));
    await expect(folder.remove('titles')).rejects.toThrow(expect.objectContaining({ detail: 'golden-list-invalid' }));
  });
});
