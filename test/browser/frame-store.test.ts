import * as Comlink from 'comlink';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { createFrameCapture } from '../../src/capture/capture';
import { readPixels } from '../../src/capture/pixel-reader';
import type { Composition } from '../../src/composition/composition';
import { frameTime, toFrameRate } from '../../src/composition/frame-rate';
import { createSeededRandom } from '../../src/composition/seeded-random';
import { createStage, openSession } from '../../src/composition/stage';
import { compositions } from '../../src/editor/compositions/index';
import type { SegmentSpan } from '../../src/encode/segment-encoder';
import { FrameStore } from '../../src/storage/frame-store';
import { registerTransferHandlers } from '../../src/workers/transfer-handlers';
import '../support/media-tools';
import type { FrameStoreWorkerApi } from '../support/frame-store.worker';

registerTransferHandlers();

const size = { width: 322, height: 181 };
const frameBytes = size.width * size.height * 4;
const store = new FrameStore();
const random = createSeededRandom('frame store').next;

let id: string;
let worker: Worker;
let remote: Comlink.Remote<FrameStoreWorkerApi>;

beforeEach(() => {
  id = crypto.randomUUID();
  startWorker();
});

afterEach(async () => {
  worker.terminate();
  await store.remove(id);
});

function startWorker(): void {
  worker = new Worker(new URL('../support/frame-store.worker.ts', import.meta.url), { type: 'module' });
  remote = Comlink.wrap<FrameStoreWorkerApi>(worker);
}

/** What an export would capture of a composition of the demo. */
async function capturedFrames(compositionId: string, count: number): Promise<ArrayBuffer[]> {
  const composition: Composition = compositions.find((one) => one.id === compositionId)!;
  const frameRate = toFrameRate(composition.frameRate);
  const { stage, dispose } = createStage(composition, { ...size, frameRate });
  const session = await openSession(composition, stage);
  const capture = createFrameCapture({ ...size, background: composition.background ?? null, root: stage.root });
  const frames: ArrayBuffer[] = [];
  for (let frame = 0; frame < count; frame++) {
    await session.renderFrame(frame, { frame, time: frameTime(frame, frameRate), signal: stage.signal });
    const captured = await capture.capture(session.layers(), 0);
    const pixels = new ArrayBuffer(frameBytes);
    await readPixels(captured, pixels);
    captured.close();
    frames.push(pixels);
  }
  capture.dispose();
  session.dispose();
  dispose();
  return frames;
}

/** Noise in all four bytes, which no code makes smaller. */
function noiseFrame(): ArrayBuffer {
  return Uint32Array.from({ length: frameBytes / 4 }, () => random() * 2 ** 32).buffer;
}

/** One colour a frame, alpha too. */
function flatFrame(word: number): ArrayBuffer {
  return new Uint32Array(frameBytes / 4).fill(word).buffer;
}

async function write(segment: SegmentSpan, frames: readonly ArrayBuffer[]): Promise<void> {
  expect(await remote.begin(id, segment, size)).toBe(true);
  for (const frame of frames.slice(segment.first, segment.first + segment.count)) {
    expect(await remote.append(frame)).toBe(true);
  }
  expect(await remote.finish()).toBeGreaterThan(0);
}

async function readOnPage(segment: number, frame: number): Promise<ArrayBuffer> {
  const pixels = new ArrayBuffer(frameBytes);
  await (await store.read(id, segment))!.read(frame, pixels);
  return pixels;
}

function expectSame(actual: ArrayBuffer, expected: ArrayBuffer): void {
  const [a, b] = [new Int32Array(actual), new Int32Array(expected)];
  expect(a.length).toBe(b.length);
  expect(a.findIndex((pixel, i) => pixel !== b[i])).toBe(-1);
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

async function fileOf(segment: number): Promise<FileSystemFileHandle> {
  const root = await navigator.storage.getDirectory();
  const folder = await (await root.getDirectoryHandle('stepframe-frames')).getDirectoryHandle(id);
  return folder.getFileHandle(String(segment));
}

async function flipByte(segment: number, at: number): Promise<void> {
  const handle = await fileOf(segment);
  const byte = new Uint8Array(await (await handle.getFile()).slice(at, at + 1).arrayBuffer());
  byte[0]! ^= 0x10;
  const stream = await handle.createWritable({ keepExistingData: true });
  await stream.write({ type: 'write', position: at, data: byte });
  await stream.close();
}

describe('frames of three segments', () => {
  const segments: SegmentSpan[] = [
    { index: 0, first: 0, count: 70 },
    { index: 1, first: 70, count: 20 },
    { index: 2, first: 90, count: 1 },
  ];

  it.each(['blend', 'particles', 'shader'])('%s come back byte for byte, in any order', async (compositionId) => {
    const frames = await capturedFrames(compositionId, 91);
    for (const segment of segments) await write(segment, frames);

    const stored = await store.stored(id);
    expect(stored.map(({ segment, width, height }) => ({ segment, width, height }))).toEqual(
      segments.map((segment) => ({ segment, ...size })),
    );
    const bytes = stored.reduce((sum, segment) => sum + segment.bytes, 0);
    expect(bytes).toBe(await store.bytes(id));
    expect(bytes).toBeLessThan((frames.length * frameBytes) / 2);

    const readers = await Promise.all(segments.map(({ index }) => store.read(id, index)));
    const jobs = segments.flatMap(({ index, first, count }) =>
      Array.from({ length: count }, (_, n) => ({ index, frame: first + n })),
    );
    for (const order of [jobs, shuffled(jobs)]) {
      // All at once: a reader's calls wait for one another.
      await Promise.all(
        order.map(async ({ index, frame }) => {
          const pixels = new ArrayBuffer(frameBytes);
          await readers[index]!.read(frame, pixels);
          expectSame(pixels, frames[frame]!);
        }),
      );
    }
    expectSame(await remote.read(id, 0, 44), frames[44]!);
    await expect(readers[1]!.read(90, new ArrayBuffer(frameBytes))).rejects.toMatchObject({
      code: 'internal',
      detail: 'frame-out-of-range',
    });
  });

  it('whatever cannot be made smaller is kept as it is, between frames that can', async () => {
    const frames = Array.from({ length: 64 }, (_, n) =>
      n % 40 < 3 || n % 13 === 0 ? noiseFrame() : flatFrame(n * 0x05040302),
    );
    await write({ index: 0, first: 0, count: 64 }, frames);
    for (const frame of shuffled([...frames.keys()])) expectSame(await readOnPage(0, frame), frames[frame]!);
  });

  it('are replaced when their segment is begun again, and removed one by one or together', async () => {
    const frames = Array.from({ length: 8 }, (_, n) => flatFrame(n));
    await write({ index: 0, first: 0, count: 4 }, frames);
    await write({ index: 1, first: 4, count: 4 }, frames);
    await write({ index: 0, first: 0, count: 2 }, frames.slice(2));
    expect((await store.stored(id)).map(({ segment }) => segment.count)).toEqual([2, 4]);
    expectSame(await readOnPage(0, 1), frames[3]!);

    await store.remove(id, 0);
    await store.remove(id, 7);
    expect((await store.stored(id)).map(({ segment }) => segment.index)).toEqual([1]);
    expect(await store.read(id, 0)).toBeNull();
    expect(await store.exports()).toContain(id);

    const others = (await store.bytes()) - (await store.bytes(id));
    await store.remove(id);
    await store.remove(id);
    expect(await store.exports()).not.toContain(id);
    expect(await store.stored(id)).toEqual([]);
    expect(await store.bytes(id)).toBe(0);
    expect(await store.bytes()).toBe(others);
  });
});

describe('a segment that was not finished', () => {
  const segment = { index: 0, first: 0, count: 3 };
  const frames = [1, 2, 3].map((n) => flatFrame(n));

  it('is not offered, and goes when it is begun again or removed', async () => {
    for (const cleanUp of [() => write(segment, frames), () => store.remove(id, 0), () => store.remove(id)]) {
      expect(await remote.begin(id, segment, size)).toBe(true);
      expect(await remote.append(noiseFrame())).toBe(true);
      expect(await store.stored(id)).toEqual([]);
      worker.terminate();
      startWorker();
      expect(await store.stored(id)).toEqual([]);
      expect(await store.read(id, 0)).toBeNull();
      expect(await store.bytes(id)).toBe(frameBytes);
      await cleanUp();
      expect(await store.bytes(id)).toBeLessThan(1000);
      await store.remove(id);
    }
  });

  it('is removed when it is given up, or ended too early', async () => {
    await remote.begin(id, segment, size);
    await remote.append(frames[0]!);
    await remote.abort();
    await remote.abort();
    await expect(fileOf(0)).rejects.toMatchObject({ name: 'NotFoundError' });

    await remote.begin(id, segment, size);
    await remote.append(frames[0]!);
    await expect(remote.finish()).rejects.toMatchObject({ code: 'internal', detail: 'frames-missing' });
    await expect(fileOf(0)).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('a finished one stays when it is given up afterwards', async () => {
    await write(segment, frames);
    await remote.abort();
    expect(await store.stored(id)).toHaveLength(1);
  });

  it('a file cut short is not offered', async () => {
    await write(segment, frames);
    const handle = await fileOf(0);
    const { size: length } = await handle.getFile();
    const stream = await handle.createWritable({ keepExistingData: true });
    await stream.truncate(length - 1);
    await stream.close();
    expect(await store.read(id, 0)).toBeNull();
  });
});

describe('damage', () => {
  it('of a byte of a frame is an error at that frame, and those that build on it', async () => {
    const frames = await capturedFrames('blend', 35);
    await write({ index: 3, first: 0, count: 35 }, frames);
    await flipByte(3, 10);
    const damaged = { name: 'ExportError', code: 'storage', detail: 'frame-corrupted', stage: 'store', frame: 0 };
    await expect(readOnPage(3, 0)).rejects.toMatchObject(damaged);
    await expect(remote.read(id, 3, 20)).rejects.toMatchObject(damaged);

    const reader = (await store.read(id, 3))!;
    const pixels = new ArrayBuffer(frameBytes);
    for (const frame of [30, 0, 31, 5, 34]) {
      if (frame < 30) await expect(reader.read(frame, pixels)).rejects.toMatchObject(damaged);
      else {
        await reader.read(frame, pixels);
        expectSame(pixels, frames[frame]!);
      }
    }
  });

  it('of any byte never gives wrong pixels', async () => {
    const frames = Array.from({ length: 3 }, (_, n) => flatFrame(n * 0x01020304));
    await write({ index: 0, first: 0, count: 3 }, frames);
    const { size: length } = await (await fileOf(0)).getFile();
    for (let at = 0; at < length; at++) {
      await flipByte(0, at);
      const reader = await store.read(id, 0);
      // The last frame builds on the first two.
      const reading = reader?.read(2, new ArrayBuffer(frameBytes)) ?? Promise.reject(new Error('not offered'));
      await expect(reading).rejects.toThrow(/damaged|not offered/);
      await flipByte(0, at);
    }
    expectSame(await readOnPage(0, 2), frames[2]!);
  });

  it('a file that vanishes under its reader is an error', async () => {
    await write({ index: 0, first: 0, count: 1 }, [flatFrame(9)]);
    const reader = (await store.read(id, 0))!;
    await store.remove(id);
    await expect(reader.read(0, new ArrayBuffer(frameBytes))).rejects.toMatchObject({
      code: 'storage',
      detail: 'frame-store-failed',
    });
  });
});

describe('no room', () => {
  const segment = { index: 1, first: 1, count: 30 };

  afterEach(() => commands.overrideQuota(null));

  it('is said before a segment is begun, whatever the estimate', async () => {
    await commands.overrideQuota(1_000_000);
    expect(await remote.begin(id, segment, size)).toBe(false);
    await expect(fileOf(1)).rejects.toMatchObject({ name: 'NotFoundError' });
    await commands.overrideQuota(null);
    expect(await remote.begin(id, segment, size)).toBe(true);
    await remote.abort();
  });

  it('is said at the frame that finds none, and the frames before it are let go', async () => {
    await write({ index: 0, first: 0, count: 1 }, [flatFrame(1)]);
    expect(await remote.begin(id, segment, size)).toBe(true);
    expect(await remote.append(noiseFrame())).toBe(true);
    // From here on the estimate of a moment ago is wrong.
    await commands.overrideQuota(300_000);
    const stored: boolean[] = [];
    for (let frame = 0; frame < 6; frame++) stored.push(await remote.append(noiseFrame()));
    expect(stored.at(-1)).toBe(false);
    expect(stored).toEqual([...stored].sort().reverse());
    expect(await remote.finish()).toBeNull();
    await expect(fileOf(1)).rejects.toMatchObject({ name: 'NotFoundError' });

    await commands.overrideQuota(null);
    expect((await store.stored(id)).map(({ segment: { index } }) => index)).toEqual([0]);
    expect(await remote.begin(id, segment, size)).toBe(true);
    await remote.abort();
  });

  it('leaves the export its reserve', async () => {
    const free = (await store.bytes(id)) + 20_000_000;
    await commands.overrideQuota(free);
    await remote.reserve(free + 1);
    expect(await remote.begin(id, segment, size)).toBe(false);
    await remote.reserve(10_000_000);
    expect(await remote.begin(id, segment, size)).toBe(true);
    await remote.abort();
    expect(await store.bytes(id)).toBe(0);
  });

  it('is judged by what the frames before took', async () => {
    await commands.overrideQuota(20_000_000);
    await remote.reserve(0);
    const many = { index: 2, first: 0, count: 400 };
    expect(await remote.begin(id, many, size)).toBe(false);
    await write({ index: 0, first: 0, count: 1 }, [flatFrame(1)]);
    expect(await remote.begin(id, many, size)).toBe(true);
    await remote.abort();
  });
});
