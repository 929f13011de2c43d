import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { capturedInPictures } from '../../src/quality/reference-pictures';

const film = { width: 64, height: 32, frameCount: 20 };
const pixels = film.width * film.height;

/** A picture whose every pixel is these values, one for each channel. */
function png(values: readonly number[], depth: 8 | 16 = 8, { width, height } = film): Blob {
  const length = width * height * values.length;
  const data = depth === 8 ? new Uint8Array(length) : new Uint16Array(length);
  for (let at = 0; at < length; at++) data[at] = values[at % values.length]!;
  return new Blob([new Uint8Array(encode({ width, height, depth, channels: values.length, data }))]);
}

const numbered = (count: number): Map<number, Blob> =>
  new Map(Array.from({ length: count }, (_, frame) => [frame, png([frame, 100, 200])]));

async function firstPixel(picture: Blob): Promise<number[]> {
  const captured = await capturedInPictures(new Map([[4, picture]]), film);
  const sample = await captured.sample(4);
  expect(sample).toHaveLength(pixels * 4);
  return [...sample!.subarray(0, 4)];
}

describe('reference pictures', () => {
  it('come as blue, green, red and a fourth byte, over black', async () => {
    expect(await firstPixel(png([10, 20, 30]))).toEqual([30, 20, 10, 255]);
    expect(await firstPixel(png([40]))).toEqual([40, 40, 40, 255]);
    expect(await firstPixel(png([200, 100, 50, 128]))).toEqual([25, 50, 100, 255]);
    expect(await firstPixel(png([80, 128]))).toEqual([40, 40, 40, 255]);
    expect(await firstPixel(png([257 * 10, 257 * 20, 257 * 30 + 100], 16))).toEqual([30, 20, 10, 255]);
  });

  it('are all frames of the film where none is missing but some at its end', async () => {
    const whole = await capturedInPictures(numbered(20), film);
    expect(whole.fingerprints).toHaveLength(20);
    const means = whole.fingerprints!.map((fingerprint) => fingerprint!.mean);
    expect(means).toEqual(means.toSorted((one, other) => one - other));
    expect((await capturedInPictures(numbered(22), film)).fingerprints).toHaveLength(22);
    expect((await capturedInPictures(numbered(19), film)).fingerprints).toHaveLength(19);
  });

  it('are samples where some are missing', async () => {
    expect((await capturedInPictures(numbered(5), film)).fingerprints).toBeNull();
    const holed = numbered(20);
    holed.delete(7);
    const captured = await capturedInPictures(holed, film);
    expect(captured.fingerprints).toBeNull();
    expect(captured.sampledFrames).not.toContain(7);
    expect(await captured.sample(7)).toBeNull();
    expect(captured.failure()).toBeNull();
  });

  it('are refused where they do not fit or are no pictures', async () => {
    const pictures = (picture: Blob) => capturedInPictures(new Map([[3, picture]]), film);
    const refused = (detail: string) => ({ code: 'invalid-input', detail, frame: 3 });
    const other = { ...film, width: 60 };
    await expect(pictures(png([1, 2, 3], 8, other))).rejects.toMatchObject(refused('reference-size'));
    await expect(pictures(new Blob(['text']))).rejects.toMatchObject(refused('reference-unreadable'));
  });

  it('tell of one that turns out to be damaged', async () => {
    const bytes = new Uint8Array(await png([1, 2, 3]).arrayBuffer());
    bytes[bytes.length - 20]! ^= 0xff;
    const captured = await capturedInPictures(new Map([[3, new Blob([bytes])]]), film);
    expect(await captured.sample(3)).toBeNull();
    expect(captured.failure()).toMatchObject({ detail: 'reference-unreadable', frame: 3 });
  });
});
