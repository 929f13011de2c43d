import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileReceiver } from '../../src/cli/file-receiver';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepframe-receiver-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const film = (): string => join(folder, 'film.mp4');
const partial = (): string => join(folder, 'film.partial');
const create = (): Promise<FileReceiver> => FileReceiver.create(film(), partial());

async function* chunks(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}

describe('a file that is received', () => {
  it('is put together from pieces in any order and named at the end', async () => {
    const receiver = await create();
    await receiver.write(6, chunks('wor', 'ld'));
    await receiver.write(0, chunks('HELLO '));
    await receiver.write(0, chunks('hello'));
    expect(await readdir(folder)).toEqual(['film.partial']);

    const sha256 = createHash('sha256').update('hello world').digest('hex');
    expect(await receiver.commit(11)).toEqual({ file: film(), bytes: 11, sha256 });
    expect(await readdir(folder)).toEqual(['film.mp4']);
    expect(await readFile(film(), 'utf8')).toBe('hello world');

    await receiver.discard();
    expect(await readFile(film(), 'utf8')).toBe('hello world');
  });

  it('leaves the older file whole until it is committed, and for good when it is discarded', async () => {
    await writeFile(film(), 'old');
    const failed = await create();
    await failed.write(0, chunks('new'));
    expect(await readFile(film(), 'utf8')).toBe('old');
    await failed.discard();
    await failed.discard();
    expect(await readdir(folder)).toEqual(['film.mp4']);
    expect(await readFile(film(), 'utf8')).toBe('old');

    const complete = await create();
    await complete.write(0, chunks('new'));
    await complete.commit(3);
    expect(await readFile(film(), 'utf8')).toBe('new');
  });

  it('is refused when bytes are missing', async () => {
    const receiver = await create();
    await receiver.write(0, chunks('abc'));
    await expect(receiver.commit(4)).rejects.toMatchObject({ code: 'storage', detail: 'write-failed' });
    await receiver.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes nothing after it was discarded', async () => {
    const receiver = await create();
    await receiver.discard();
    await expect(receiver.write(0, chunks('late'))).rejects.toMatchObject({ code: 'storage' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('overwrites what a killed command left of it', async () => {
    await writeFile(partial(), 'longer than what comes');
    const receiver = await create();
    await receiver.write(0, chunks('new'));
    await receiver.commit(3);
    expect(await readdir(folder)).toEqual(['film.mp4']);
    expect(await readFile(film(), 'utf8')).toBe('new');
  });

  it('fails as storage does where no file can be made', async () => {
    await expect(FileReceiver.create(film(), join(folder, 'absent/film.partial'))).rejects.toMatchObject({
      code: 'storage',
      detail: 'write-failed',
    });
  });
});
