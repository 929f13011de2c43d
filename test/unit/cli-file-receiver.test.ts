import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileReceiver } from '../../src/cli/file-receiver';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepframe-receiver-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* chunks(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}

describe('a file that is received', () => {
  it('is put together from pieces in any order and named at the end', async () => {
    const path = join(folder, 'deep/er/film.mp4');
    const receiver = await FileReceiver.create(path);
    await receiver.write(6, chunks('wor', 'ld'));
    await receiver.write(0, chunks('HELLO '));
    await receiver.write(0, chunks('hello'));
    expect(await readdir(join(folder, 'deep/er'))).toEqual([expect.stringMatching(/^film\.mp4\.partial-[0-9a-f]{8}$/)]);

    const sha256 = createHash('sha256').update('hello world').digest('hex');
    expect(await receiver.commit(11)).toEqual({ file: path, bytes: 11, sha256 });
    expect(await readdir(join(folder, 'deep/er'))).toEqual(['film.mp4']);
    expect(await readFile(path, 'utf8')).toBe('hello world');

    await receiver.discard();
    expect(await readFile(path, 'utf8')).toBe('hello world');
  });

  it('leaves the older file whole until it is committed, and for good when it is discarded', async () => {
    const path = join(folder, 'film.mp4');
    await writeFile(path, 'old');
    const failed = await FileReceiver.create(path);
    await failed.write(0, chunks('new'));
    expect(await readFile(path, 'utf8')).toBe('old');
    await failed.discard();
    await failed.discard();
    expect(await readdir(folder)).toEqual(['film.mp4']);
    expect(await readFile(path, 'utf8')).toBe('old');

    const complete = await FileReceiver.create(path);
    await complete.write(0, chunks('new'));
    await complete.commit(3);
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  it('is refused when bytes are missing', async () => {
    const receiver = await FileReceiver.create(join(folder, 'film.mp4'));
    await receiver.write(0, chunks('abc'));
    await expect(receiver.commit(4)).rejects.toMatchObject({ code: 'storage', detail: 'write-failed' });
    await receiver.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes nothing after it was discarded', async () => {
    const receiver = await FileReceiver.create(join(folder, 'film.mp4'));
    await receiver.discard();
    await expect(receiver.write(0, chunks('late'))).rejects.toMatchObject({ code: 'storage' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('lets two commands write to one name without mixing', async () => {
    const path = join(folder, 'film.mp4');
    const [a, b] = await Promise.all([FileReceiver.create(path), FileReceiver.create(path)]);
    await Promise.all([a.write(0, chunks('aaaa')), b.write(0, chunks('bb'))]);
    await a.commit(4);
    await b.commit(2);
    expect(await readFile(path, 'utf8')).toBe('bb');
  });

  it('refuses a folder as its name, and a name under a file, as bad arguments', async () => {
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'file'), '');
    for (const path of [join(folder, 'folder'), join(folder, 'file/film.mp4')]) {
      await expect(FileReceiver.create(path)).rejects.toMatchObject({
        code: 'invalid-input',
        stage: 'configure',
        detail: 'out-unusable',
      });
    }
    expect((await readdir(folder)).sort()).toEqual(['file', 'folder']);
  });
});
