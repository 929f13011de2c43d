import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPixels } from '../../src/capture/pixel-reader';
import { createSeededRandom } from '../../src/composition/seeded-random';
import { compareFilms, type DecodedFrame } from '../../src/quality/compare-exports';
import { GoldenFrames, type CapturedPicture } from '../../src/quality/golden-frames';
import { GoldenFrameStore, type StoredGoldenFrame } from '../../src/storage/golden-frame-store';

const size = { width: 322, height: 181 };
let id: string;
let golden: GoldenFrames<StoredGoldenFrame>;

beforeEach(() => {
  id = `titles / ${crypto.randomUUID()} ..ü%2F`;
  golden = new GoldenFrames(new GoldenFrameStore());
});

afterEach(() => golden.remove(id));

interface Look {
  width?: number;
  height?: number;
  /** Added to the colour of the disc. */
  shade?: number;
}

/** What a composition would draw, as it is captured. */
async function drawn(frame: number, { width = size.width, height = size.height, shade = 0 }: Look = {}) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  const gradient = context.createLinearGradient(0, 0, width, height);
  gradient.addColorStop(0, '#204080');
  gradient.addColorStop(1, '#a02040');
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
  context.fillStyle = `rgb(${200 + shade} 160 ${40 + shade})`;
  context.beginPath();
  context.arc(60 + 4 * frame, height / 2, 40, 0, 7);
  context.fill();
  context.fillStyle = 'white';
  context.font = '24px sans-serif';
  context.fillText(`Frame ${frame}`, 20, 40);
  const captured = new VideoFrame(canvas, { timestamp: 0, alpha: 'discard' });
  const pixels = new ArrayBuffer(width * height * 4);
  await readPixels(captured, pixels);
  captured.close();
  return { width, height, pixels } satisfies CapturedPicture;
}

describe('golden frames', () => {
  test('keep a picture exactly, and pass what is equal', async () => {
    const picture = await drawn(7);
    await golden.register(id, 7, picture);
    const key = { compositionId: id, frame: 7, ...size };
    expect(await new GoldenFrameStore().read(key)).toEqual(picture.pixels);
    const again = await new GoldenFrames(new GoldenFrameStore()).compare(id, 7, await drawn(7));
    expect(again).toMatchObject({
      passed: true,
      quality: { ssim: 1, psnr: { rgb: Infinity }, deltaE: { all: { max: 0 } } },
    });
    expect(again.gates.map(({ metric, value, passed }) => [metric, value, passed])).toEqual([
      ['ssim', 1, true],
      ['psnrLuma', Infinity, true],
      ['deltaEMean', 0, true],
    ]);
  });

  test('keep noise exactly, all four bytes of it', async () => {
    const { next } = createSeededRandom('golden');
    const pixels = Uint32Array.from({ length: size.width * size.height }, () => next() * 2 ** 32).buffer;
    await golden.register(id, 0, { ...size, pixels });
    expect(await new GoldenFrameStore().read({ compositionId: id, frame: 0, ...size })).toEqual(pixels);
  });

  test('fail what moved, what has other colours by the gate of colour, and hold to gates that are given', async () => {
    await golden.register(id, 7, await drawn(7));
    const moved = await golden.compare(id, 7, await drawn(9));
    expect(moved.passed).toBe(false);
    expect(moved.gates.find(({ metric }) => metric === 'psnrLuma')!.passed).toBe(false);
    const shaded = await golden.compare(id, 7, await drawn(7, { shade: 6 }));
    const limit = shaded.quality.deltaE.all.mean;
    expect(limit).toBeGreaterThan(0);
    const strict = await golden.compare(id, 7, await drawn(7, { shade: 6 }), [
      { metric: 'deltaEMean', limit, against: 'source' },
    ]);
    expect(strict).toMatchObject({ passed: false, gates: [{ metric: 'deltaEMean', value: limit, passed: false }] });
  });

  test('are replaced by an update alone', async () => {
    await expect(golden.update(id, 7, await drawn(7))).rejects.toMatchObject({ detail: 'golden-frame-missing' });
    await golden.register(id, 7, await drawn(7));
    await expect(golden.register(id, 7, await drawn(8))).rejects.toMatchObject({
      code: 'invalid-input',
      detail: 'golden-frame-exists',
    });
    expect((await golden.compare(id, 7, await drawn(7))).passed).toBe(true);
    await golden.update(id, 7, await drawn(8));
    expect((await golden.compare(id, 7, await drawn(8))).passed).toBe(true);
    expect((await golden.compare(id, 7, await drawn(7))).passed).toBe(false);
  });

  test('are told apart by composition, frame and size, and listed in order', async () => {
    const other = `${id} other`;
    const small = { width: 64, height: 36 };
    await golden.register(id, 10, await drawn(10));
    await golden.register(id, 9, await drawn(9));
    await golden.register(id, 10, await drawn(10, small));
    await golden.register(other, 9, await drawn(9));
    const listed = await golden.list(id);
    expect(listed.map(({ frame, width, height }) => [frame, width, height])).toEqual([
      [9, 322, 181],
      [10, 64, 36],
      [10, 322, 181],
    ]);
    for (const { compositionId, bytes, savedAt } of listed) {
      expect(compositionId).toBe(id);
      expect(bytes).toBeGreaterThan(0);
      expect(savedAt).toBeGreaterThan(0);
    }
    expect((await golden.list()).map(({ compositionId }) => compositionId)).toEqual(
      expect.arrayContaining([id, id, id, other]),
    );
    await expect(golden.compare(id, 9, await drawn(9, small))).rejects.toThrow('only of 322 × 181');

    await golden.remove(id, { frame: 10, ...small });
    expect(await golden.list(id)).toHaveLength(2);
    await golden.remove(id);
    await golden.remove(id);
    expect(await golden.list(id)).toEqual([]);
    expect(await golden.list(other)).toHaveLength(1);
    await golden.remove(other);
  });

  test.each(['', '.', '..', 'a/b', 'a\\b', '\u0000', '日本'])('take %o for the name of a composition', async (own) => {
    await golden.remove(own);
    await golden.register(own, 0, await drawn(0));
    expect((await golden.list(own)).map(({ compositionId }) => compositionId)).toEqual([own]);
    await golden.remove(own);
    expect(await golden.list(own)).toEqual([]);
  });

  test('that are damaged are told, and can be replaced', async () => {
    await golden.register(id, 7, await drawn(7));
    await damage(7);
    await expect(golden.compare(id, 7, await drawn(7))).rejects.toMatchObject({
      code: 'storage',
      detail: 'frame-corrupted',
    });
    await golden.update(id, 7, await drawn(7));
    expect((await golden.compare(id, 7, await drawn(7))).passed).toBe(true);
  });

  test('are no picture of another size than they say', async () => {
    const { pixels } = await drawn(0);
    for (const [frame, width, height] of [
      [0, 322, 180],
      [-1, 322, 181],
      [0.5, 322, 181],
      [0, 0, 0],
    ] as const) {
      await expect(golden.register(id, frame, { width, height, pixels })).rejects.toMatchObject({
        detail: 'picture-invalid',
      });
    }
    expect(await golden.list(id)).toEqual([]);
  });
});

/** One bit of the first coded bytes. */
async function damage(frame: number): Promise<void> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('stepframe-golden-frames');
  const folder = await root.getDirectoryHandle(`c-${encodeURIComponent(id)}`);
  const handle = await folder.getFileHandle(`${frame}-${size.width}x${size.height}`);
  const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
  bytes[20]! ^= 1;
  const stream = await handle.createWritable();
  await stream.write(bytes);
  await stream.close();
}

describe('two exports', () => {
  async function film(frames: readonly number[], look: (frame: number) => Look = () => ({})): Promise<DecodedFrame[]> {
    return Promise.all(
      frames.map(async (frame) => ({ frame, pixels: new Uint8Array((await drawn(frame, look(frame))).pixels) })),
    );
  }

  test('that are equal pass', async () => {
    const [first, second] = [await film([0, 1, 2]), await film([0, 1, 2])];
    const result = await compareFilms({ ...size, frames: first }, { ...size, frames: second });
    expect(result).toMatchObject({
      passed: true,
      identical: 3,
      frames: { first: 3, second: 3 },
      missing: { first: [], second: [] },
    });
    expect(structuredClone(result)).toEqual(result);
  });

  test('are held to each other frame by frame, the worst counts', async () => {
    const first = await film([0, 1, 2, 3]);
    const second = await film([0, 1, 2, 3], (frame) => ({ shade: frame === 2 ? 55 : frame }));
    const result = await compareFilms({ ...size, frames: first }, { ...size, frames: second });
    expect(result).toMatchObject({ passed: false, identical: 1, worst: { psnrLuma: 2, deltaEMean: 2 } });
    const psnr = result.gates.find(({ metric }) => metric === 'psnrLuma')!;
    expect(psnr.value).toBe(result.compared[2]!.psnr.luma);
    expect(psnr.passed).toBe(false);
  });

  test('that lack frames do not pass, and which is said', async () => {
    const result = await compareFilms(
      { ...size, frames: await film([0, 1, 3, 4, 5]) },
      { ...size, frames: await film([1, 2, 3]) },
    );
    expect(result).toMatchObject({
      passed: false,
      identical: 2,
      frames: { first: 5, second: 3 },
      missing: { first: [2], second: [0, 4, 5] },
    });
    expect(result.compared.map(({ frame }) => frame)).toEqual([1, 3]);
    const none = await compareFilms({ ...size, frames: [] }, { ...size, frames: [] });
    expect(none).toMatchObject({ passed: false, compared: [], worst: {} });
  });

  test('are decoded one frame at a time, and let go when it ends early', async () => {
    const pixels = new Uint8Array((await drawn(0)).pixels);
    const controller = new AbortController();
    const open = { first: 0, second: 0 };
    const asked: string[] = [];
    async function* decoding(name: 'first' | 'second'): AsyncGenerator<DecodedFrame> {
      open[name]++;
      try {
        for (let frame = 0; ; frame++) {
          asked.push(`${name} ${frame}`);
          if (frame === 3) controller.abort();
          yield await Promise.resolve({ frame, pixels });
        }
      } finally {
        open[name]--;
      }
    }
    const comparing = compareFilms(
      { ...size, frames: decoding('first') },
      { ...size, frames: decoding('second') },
      { signal: controller.signal },
    );
    await expect(comparing).rejects.toMatchObject({ name: 'AbortError' });
    expect(open).toEqual({ first: 0, second: 0 });
    expect(asked).toEqual([0, 1, 2, 3].flatMap((frame) => [`first ${frame}`, `second ${frame}`]));
  });

  test('of two sizes, or out of order, are refused', async () => {
    const frames = await film([1, 0]);
    await expect(compareFilms({ ...size, frames }, { width: 64, height: 36, frames })).rejects.toMatchObject({
      detail: 'sizes-differ',
    });
    await expect(compareFilms({ ...size, frames }, { ...size, frames })).rejects.toMatchObject({
      detail: 'frames-out-of-order',
    });
  });
});
