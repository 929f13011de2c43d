import { beforeAll, describe, expect, test, vi } from 'vitest';
import {
  fingerprintDistance,
  openFingerprintTaker,
  type FrameFingerprint,
} from '../../src/quality/metrics/fingerprint';
import { checkSequence, type SequenceFindings } from '../../src/quality/metrics/sequence-checks';
import { nativeFfmpeg } from '../support/native-ffmpeg';
import { graphics, paint, type Picture } from '../support/quality-pictures';

// ffmpeg encodes and decodes in each.
vi.setConfig({ testTimeout: 60_000 });

const width = 256;
const height = 144;
const count = 40;
const black = paint(width, height, () => [0, 0, 0]);

/** Frames 10 to 29 stand still, 30 to 32 are black. */
const moving = (frame: number): Picture => graphics(width, height, frame);
const film = Array.from({ length: count }, (_, frame) =>
  frame >= 30 && frame < 33 ? black : moving(frame >= 10 && frame < 30 ? 10 : frame),
);
const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`, '-r', '25'];

function changed(picture: Picture, level: (at: number) => number): Picture {
  return { ...picture, pixels: picture.pixels.map((_, at) => Math.max(0, Math.min(255, level(at)))) };
}

function blurred({ pixels, ...size }: Picture): Picture {
  const around = [-4 * width - 4, -4 * width, -4 * width + 4, -4, 0, 4, 4 * width - 4, 4 * width, 4 * width + 4];
  return changed({ pixels, ...size }, (at) =>
    around.reduce((sum, by) => sum + (pixels[at + by] ?? pixels[at]!) / 9, 0),
  );
}

/** What comes back of pictures that x264 was given. */
async function throughX264(pictures: readonly Picture[], crf: number): Promise<Uint8Array[]> {
  const input = Buffer.concat(pictures.map(({ pixels }) => pixels));
  const matrix = 'out_color_matrix=bt709:out_range=tv';
  const { bytes: file } = await nativeFfmpeg(
    [input],
    [
      ...raw,
      '-i',
      '{0}',
      '-vf',
      `scale=${matrix}:flags=accurate_rnd+full_chroma_int,format=yuv420p`,
      '-c:v',
      'libx264',
      '-crf',
      `${crf}`,
      '-f',
      'matroska',
      '{out}',
    ],
  );
  const { bytes } = await nativeFfmpeg(
    [file],
    [
      '-i',
      '{0}',
      '-fps_mode',
      'passthrough',
      '-vf',
      'scale=in_color_matrix=bt709:flags=accurate_rnd+full_chroma_int',
      '-pix_fmt',
      'rgba',
      '-f',
      'rawvideo',
      '{out}',
    ],
  );
  const size = width * height * 4;
  return Array.from({ length: bytes.length / size }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

let source: FrameFingerprint[];

async function fingerprints(frames: readonly Uint8Array[]): Promise<FrameFingerprint[]> {
  const taker = await openFingerprintTaker({ width, height, pixelOrder: 'rgba' });
  return frames.map((pixels) => taker.take(pixels));
}

beforeAll(async () => {
  source = await fingerprints(film.map(({ pixels }) => pixels));
});

test('a fingerprint is below 1 kB and survives being cloned', () => {
  const [first] = source as [FrameFingerprint];
  const numbers = Object.values(first)
    .flat()
    .filter((value) => typeof value === 'number').length;
  expect(first.luma.byteLength + first.chroma.byteLength + 8 * numbers).toBeLessThan(1024 + 64);
  expect(structuredClone(first)).toEqual(first);
  expect(fingerprintDistance(first, structuredClone(first))).toBe(0);
  expect(fingerprintDistance(first, source[1]!)).toBeGreaterThan(0.5);
});

describe.each([18, 40])('through x264 at crf %i', (crf) => {
  async function findings(pictures: readonly Picture[], timestampsUs?: number[]): Promise<SequenceFindings> {
    const decoded = await fingerprints(await throughX264(pictures, crf));
    expect(decoded).toHaveLength(pictures.length);
    if (!timestampsUs) return checkSequence({ fingerprints: source }, { fingerprints: decoded });
    const sourceTimes = source.map((_, frame) => frame * 40_000);
    return checkSequence({ fingerprints: source, timestampsUs: sourceTimes }, { fingerprints: decoded, timestampsUs });
  }

  test('nothing is blamed on a film that is as it should be; what the source has is told', async () => {
    const found = await findings(film);
    expect(found.dropped).toEqual([]);
    expect(found.repeated).toEqual([]);
    expect(found.outOfOrder).toEqual([]);
    expect(found.black).toEqual([{ first: 30, last: 32, inSource: true }]);
    expect(found.frozen.filter(({ inSource }) => !inSource)).toEqual([]);
    expect(found.blurred).toEqual([]);
    expect(found.shifted).toEqual([]);
    expect(found.flicker).toEqual([]);
    expect(Array.from(found.alignment.sourceOf)).toEqual(film.map((_, frame) => frame));
  });

  test('dropped frames', async () => {
    const found = await findings(film.filter((_, frame) => frame !== 5 && frame !== 35 && frame !== 36));
    expect(found.dropped).toEqual([5, 35, 36]);
    expect(found.repeated).toEqual([]);
    expect(found.outOfOrder).toEqual([]);
  });

  test('a dropped frame of a still is counted', async () => {
    const found = await findings(film.filter((_, frame) => frame !== 15));
    expect(found.dropped).toHaveLength(1);
    expect(found.dropped[0]).toBeGreaterThanOrEqual(10);
    expect(found.dropped[0]).toBeLessThan(30);
  });

  test('a repeated frame in place of another', async () => {
    const found = await findings(film.map((picture, frame) => (frame === 4 ? film[3]! : picture)));
    expect(found.repeated).toEqual([{ frame: 4, sourceFrame: 3 }]);
    expect(found.dropped).toEqual([4]);
  });

  test('frames that changed places', async () => {
    const found = await findings(
      film.map((picture, frame) => (frame === 6 || frame === 7 ? film[13 - frame]! : picture)),
    );
    expect(found.outOfOrder).toEqual([{ frame: 7, sourceFrame: 6 }]);
    expect(found.dropped).toEqual([]);
  });

  test('timestamps tell where frames are missing', async () => {
    const kept = film.map((_, frame) => frame).filter((frame) => frame < 2 || frame > 24);
    const found = await findings(
      kept.map((frame) => film[frame]!),
      kept.map((frame) => frame * 40_000),
    );
    expect(found.dropped).toEqual(film.map((_, frame) => frame).filter((frame) => frame >= 2 && frame <= 24));
    expect(found.outOfOrder).toEqual([]);
  });

  test('black frames that the source does not have', async () => {
    const found = await findings(film.map((picture, frame) => (frame === 3 || frame === 4 ? black : picture)));
    expect(found.black).toEqual([
      { first: 3, last: 4, inSource: false },
      { first: 30, last: 32, inSource: true },
    ]);
  });

  test('a picture that freezes', async () => {
    const still = checkSequence(
      { fingerprints: Array.from({ length: 30 }, (_, frame) => source[frame % 10]!) },
      {
        fingerprints: await fingerprints(
          await throughX264(
            Array.from({ length: 30 }, () => film[0]!),
            crf,
          ),
        ),
      },
    );
    expect(still.frozen.some(({ first, last, inSource }) => !inSource && last - first >= 12)).toBe(true);
  });

  // At low rates x264 makes much of a single blurred frame from the sharp ones beside it.
  test.skipIf(crf === 40)('a blurred frame', async () => {
    const found = await findings(film.map((picture, frame) => (frame === 8 ? blurred(picture) : picture)));
    expect(found.blurred.map(({ frame }) => frame)).toEqual([8]);
  });

  test('brightness that is off, and that flickers', async () => {
    const lifted = (picture: Picture): Picture =>
      changed(picture, (at) => picture.pixels[at]! + (at % 4 === 3 ? 0 : 6));
    const all = await findings(film.map(lifted));
    expect(all.shifted).toHaveLength(count);
    expect(all.medianShift).toBeGreaterThan(4);
    expect(all.flicker).toEqual([]);
    const alternating = await findings(film.map((picture, frame) => (frame % 2 === 0 ? lifted(picture) : picture)));
    // All but the first and the two cuts.
    expect(alternating.flicker).toHaveLength(count - 3);
  });
});
