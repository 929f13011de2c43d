import { describe, expect, it } from 'vitest';
import type { DecodedFrame, Film } from '../../src/quality/film';
import { openFingerprintTaker } from '../../src/quality/metrics/fingerprint';
import { watchFilm, type FilmToWatch, type WatchedFilm } from '../../src/quality/watch-film';

const size = { width: 32, height: 32 };
const fps = 10;
const frameCount = 50;
const sampledFrames = [0, 10, 20, 30, 49];

function pixelsOf(frame: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size.width * size.height * 4 }, (_, at) => (at % 4 === 3 ? 255 : at * 7 + frame));
}

/** Pictures that are reckoned, in place of a file. `asked` is what was decoded of it. */
function reckonedFilm(asked: number[]): Film {
  const decoded = (frame: number): DecodedFrame => {
    asked.push(frame);
    return {
      ...{ timestampUs: (1e6 * frame) / fps, durationUs: 1e6 / fps, ...size },
      read(into) {
        into.set(pixelsOf(frame));
        return Promise.resolve();
      },
      planes: () => Promise.resolve(null),
    };
  };
  return {
    ...{ codec: 'reckoned', ...size, durationSeconds: frameCount / fps, bitrate: [], isCheap: true },
    packetHashes: () => Promise.resolve(null),
    async *frames({ from, to } = { from: 0, to: Infinity }) {
      for (let frame = 0; frame < frameCount; frame++) {
        await Promise.resolve();
        if (frame / fps >= from && frame / fps < to) yield decoded(frame);
      }
    },
    async *framesAt(moments) {
      for (const moment of moments) {
        await Promise.resolve();
        yield decoded(Math.floor(moment * fps));
      }
    },
    dispose: () => undefined,
  };
}

/** @param known frames that have fingerprints */
async function watched(
  budgetMs: FilmToWatch['budgetMs'],
  known: (frame: number) => boolean = () => true,
): Promise<WatchedFilm & { asked: number[] }> {
  const asked: number[] = [];
  const taker = await openFingerprintTaker({ ...size, pixelOrder: 'bgra' });
  const fingerprints = Array.from({ length: frameCount }, (_, frame) =>
    known(frame) ? taker.take(pixelsOf(frame)) : null,
  );
  const film = await watchFilm({
    ...{ film: reckonedFilm(asked), ...size, frameRate: { num: fps, den: 1 }, alpha: null, loss: null, budgetMs },
    captured: { fingerprints, sampledFrames, sample: (frame) => Promise.resolve(pixelsOf(frame)) },
    stretches: [0, 1, 2, 3, 4].map((from) => ({ from, to: from + 1 })),
  });
  return { ...film, asked };
}

describe('a film that is watched within a budget', () => {
  it('has its first frame and its last measured, however little time there is', async () => {
    const { sampled, asked, fingerprints, isWhole } = await watched(0);
    expect(sampled.map(({ frame }) => frame)).toEqual([0, 49]);
    expect(asked).toEqual([0, 49]);
    expect(fingerprints).toEqual([]);
    expect(isWhole).toBe(false);
  });

  it('has all samples measured, told in their order, and every stretch watched where there is time', async () => {
    const { sampled, asked, fingerprints, isWhole, failure } = await watched(60_000);
    expect(sampled.map(({ frame, psnr }) => [frame, psnr.rgb])).toEqual(
      sampledFrames.map((frame) => [frame, Infinity]),
    );
    expect(asked.slice(0, 2)).toEqual([0, 49]);
    expect(asked.slice(0, 5).toSorted((one, other) => one - other)).toEqual(sampledFrames);
    expect(fingerprints).toHaveLength(frameCount);
    expect([isWhole, failure]).toEqual([true, null]);
  });

  it('is watched where all that is to be shown has a fingerprint, and nowhere else', async () => {
    const { stretches, isWhole } = await watched(60_000, (frame) => frame !== 15 && frame < 30);
    expect(stretches.map(({ from }) => from)).toEqual([0, 2]);
    expect(isWhole).toBe(false);
  });
});
