import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorkFolder } from '../../src/cli/work-folder';

let folder: string;
let lines: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepframe-work-'));
  lines = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const film = (): string => join(folder, 'film.mp4');
const hidden = (): string => join(folder, '.film.mp4.stepframe');
const open = (resume = false): Promise<WorkFolder> =>
  WorkFolder.open(film(), { resume, log: (line) => lines.push(line) });

/** What a run leaves that stored something. */
async function interrupted(): Promise<void> {
  const work = await open();
  await mkdir(work.profile);
  await writeFile(join(work.profile, 'stored'), 'a segment');
  await writeFile(work.partialFile, 'half a file');
  await work.keep();
}

const lockFile = expect.stringMatching(/\.lock$/) as string;

/** Leaves the lock of a process on a port, as one does that is killed. */
async function leaveLock(port: number): Promise<void> {
  await mkdir(hidden(), { recursive: true });
  await writeFile(join(hidden(), `${'0'.repeat(32)}-${process.pid}-${port}.lock`), '');
}

async function listening(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  server.close();
  await once(server, 'close');
  return port;
}

describe('the folder beside an export', () => {
  it('is made with the folders above it, and goes with everything in it', async () => {
    const out = join(folder, 'deep/er/film.mp4');
    const work = await WorkFolder.open(out, { resume: false, log: (line) => lines.push(line) });
    expect(await readdir(join(folder, 'deep/er'))).toEqual(['.film.mp4.stepframe']);
    await mkdir(work.profile);
    await writeFile(work.partialFile, '');
    await work.remove();
    expect(await readdir(join(folder, 'deep/er'))).toEqual([]);
    expect(lines).toEqual([]);
  });

  it('is kept with the profile, without the half file', async () => {
    await interrupted();
    expect(await readdir(hidden())).toEqual(['profile']);
    expect(await readFile(join(hidden(), 'profile/stored'), 'utf8')).toBe('a segment');
  });

  it('is found by a run that resumes', async () => {
    await interrupted();
    const work = await open(true);
    expect(await readFile(join(work.profile, 'stored'), 'utf8')).toBe('a segment');
    expect(lines).toEqual([]);
    await work.remove();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is emptied by a run that does not, with a line that says so', async () => {
    await interrupted();
    const work = await open();
    expect(await readdir(hidden())).toEqual([lockFile]);
    expect(lines).toEqual([expect.stringMatching(/film\.mp4 is discarded.*--resume/)]);
    await work.remove();
  });

  it('has nothing to resume when it is not there, and is not made then', async () => {
    await expect(open(true)).rejects.toMatchObject({
      code: 'invalid-input',
      stage: 'configure',
      detail: 'nothing-to-resume',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused to a second command, which leaves the first one alone', async () => {
    const work = await open();
    await mkdir(work.profile);
    for (const resume of [false, true]) {
      await expect(open(resume)).rejects.toMatchObject({
        code: 'storage',
        detail: 'export-in-use',
        message: expect.stringContaining(`process ${process.pid}`) as string,
      });
    }
    expect((await readdir(hidden())).sort()).toEqual([lockFile, 'profile']);
    await work.remove();
    await (await open()).remove();
  });

  it('is given to one of many that ask at once', async () => {
    await leaveLock(await freePort());
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => open()));
    const given = asked.filter((result) => result.status === 'fulfilled');
    expect(given).toHaveLength(1);
    await given[0]!.value.remove();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not kept from anybody by the lock of a process that is dead', async () => {
    await interrupted();
    await leaveLock(await freePort());
    const work = await open(true);
    expect((await readdir(hidden())).sort()).toEqual([lockFile, 'profile']);
    await work.remove();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not kept from anybody by a port that somebody else has by now', async () => {
    await interrupted();
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request'));
    await leaveLock(await listening(other));
    await (await open(true)).remove();
    other.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('loses the locks of a browser that was killed', async () => {
    await interrupted();
    const profile = join(hidden(), 'profile');
    // As Chromium leaves them: links to what is not there any more.
    await symlink('another-host-7', join(profile, 'SingletonLock'));
    await symlink(join(folder, 'gone/SingletonSocket'), join(profile, 'SingletonSocket'));
    await symlink('1234', join(profile, 'SingletonCookie'));
    const work = await open(true);
    expect(await readdir(profile)).toEqual(['stored']);
    await work.remove();
  });

  it('waits for the browser of a killed command to end', async () => {
    await interrupted();
    const profile = join(hidden(), 'profile');
    const script = `console.log('up'); setInterval(() => {}, 1000)`;
    const browser = spawn(process.execPath, ['-e', script, '--', `--user-data-dir=${profile}`]);
    await once(browser.stdout, 'data');
    let opened = false;
    const opening = open().finally(() => (opened = true));
    await delay(300);
    expect(opened).toBe(false);
    expect(await readFile(join(profile, 'stored'), 'utf8')).toBe('a segment');
    browser.kill('SIGKILL');
    await (await opening).remove();
  });

  it('cannot be made where no file can, which is the fault of the arguments', async () => {
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'file'), '');
    for (const out of [join(folder, 'folder'), join(folder, 'file/film.mp4')]) {
      await expect(WorkFolder.open(out, { resume: false, log: () => {} })).rejects.toMatchObject({
        code: 'invalid-input',
        stage: 'configure',
        detail: 'out-unusable',
      });
    }
    expect((await readdir(folder)).sort()).toEqual(['file', 'folder']);
  });
});
