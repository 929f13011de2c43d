import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileReceiver } from '../../src/cli/file-receiver';
import { HttpSink, put } from '../../src/cli/http-sink';
import { ReferenceWriter } from '../../src/cli/reference-writer';
import { folderRoute, startServer, type StaticServer } from '../../src/cli/static-server';
import { referencesRoute, sinkRoute } from '../../src/cli/upload-routes';

let folder: string;
let server: StaticServer;
let receiver: FileReceiver;
const origin = (): string => `http://127.0.0.1:${server.port}`;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepframe-uploads-'));
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await mkdir(join(folder, 'out'));
  receiver = await FileReceiver.create(join(folder, 'out/film.mp4'), join(folder, 'film.mp4.partial'));
  server = await startServer({
    '/sink': sinkRoute(receiver),
    '/references': referencesRoute(await ReferenceWriter.create(join(folder, 'references'))),
    '/files/': folderRoute(join(folder, 'out')),
  });
});
afterEach(async () => {
  await server.close();
  await receiver.discard();
  await rm(folder, { recursive: true, force: true });
});

describe('what the page sends', () => {
  it('arrives at its position', async () => {
    const sink = new HttpSink(`${origin()}/sink`);
    const large = new Uint8Array(3_000_000).fill(7);
    await Promise.all([sink.write(4, large), sink.write(0, Uint8Array.of(1, 2, 3, 4))]);
    await sink.close();
    await receiver.commit(3_000_004);
    const file = await readFile(join(folder, 'out/film.mp4'));
    expect([...file.subarray(0, 6)]).toEqual([1, 2, 3, 4, 7, 7]);
    expect(file.subarray(4).equals(large)).toBe(true);
  });

  it('arrives beyond the position a 32-bit number can name', async () => {
    const beyond = 2 ** 32 + 5;
    await new HttpSink(`${origin()}/sink`).write(beyond, Uint8Array.of(1, 2, 3));
    const partial = await open(join(folder, 'film.mp4.partial'));
    try {
      expect((await partial.stat()).size).toBe(beyond + 3);
      const { buffer } = await partial.read(Buffer.alloc(3), 0, 3, beyond);
      expect([...buffer]).toEqual([1, 2, 3]);
    } finally {
      await partial.close();
    }
  });

  it('fails with the command’s own error when it cannot be written', async () => {
    await receiver.discard();
    await expect(new HttpSink(`${origin()}/sink`).write(0, Uint8Array.of(1))).rejects.toMatchObject({
      name: 'ExportError',
      code: 'storage',
      detail: 'write-failed',
      stage: 'deliver',
    });
  });

  it('fails with command-gone when nobody listens', async () => {
    await server.close();
    await expect(put(`${origin()}/sink?position=0`, Uint8Array.of(1))).rejects.toMatchObject({
      code: 'storage',
      detail: 'command-gone',
    });
  });

  it.each(['', '?position=-1', '?position=x', '?position=1.5'])('is refused at the position "%s"', async (query) => {
    await expect(put(`${origin()}/sink${query}`, Uint8Array.of(1))).rejects.toMatchObject({ code: 'internal' });
  });

  it('becomes an opaque RGB picture when it is a frame', async () => {
    // Two pixels, blue-green-red-unused: pure red, then a colour whose channels all differ.
    const pixels = Uint8Array.of(0, 0, 255, 0, 10, 20, 30, 99);
    await put(`${origin()}/references?frame=12&width=2&height=1`, pixels);
    expect(await readdir(join(folder, 'references'))).toEqual(['000012.png']);
    const png = decode(await readFile(join(folder, 'references/000012.png')));
    expect(png).toMatchObject({ width: 2, height: 1, channels: 3, depth: 8 });
    expect([...png.data]).toEqual([255, 0, 0, 30, 20, 10]);
  });

  it('is refused when it is no whole frame', async () => {
    await expect(put(`${origin()}/references?frame=0&width=2&height=2`, new Uint8Array(15))).rejects.toMatchObject({
      code: 'storage',
      detail: 'write-failed',
    });
  });
});

describe('the files it is served', () => {
  /** Sends the path as it is; `fetch` would tidy it up first. */
  function statusOf(path: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(origin());
      request({ hostname, port, path }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  }

  beforeEach(() => writeFile(join(folder, 'out/clip.webm'), '0123456789'));

  it('come whole or by range', async () => {
    const whole = await fetch(`${origin()}/files/clip.webm`);
    expect(whole.headers.get('content-type')).toBe('video/webm');
    expect(await whole.text()).toBe('0123456789');
    for (const [range, text] of [
      ['bytes=2-4', '234'],
      ['bytes=7-', '789'],
      ['bytes=-2', '89'],
      ['bytes=8-99', '89'],
    ] as const) {
      const part = await fetch(`${origin()}/files/clip.webm`, { headers: { range } });
      expect([range, part.status, await part.text()]).toEqual([range, 206, text]);
    }
  });

  it.each(['/files/../secret.txt', '/files/%2e%2e/secret.txt', '/files/..%2fsecret.txt', '/files/', '/elsewhere'])(
    'do not include %s',
    async (path) => {
      expect(await statusOf(path)).toBe(404);
    },
  );

  it('do not include a path that cannot be decoded', async () => {
    expect(await statusOf('/files/%ff')).toBe(400);
  });
});
