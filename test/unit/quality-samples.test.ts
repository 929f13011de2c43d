import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '../../src/composition/seeded-random';
import { openFingerprintTaker } from '../../src/quality/metrics/fingerprint';
import { packFingerprints, unpackFingerprints } from '../../src/quality/packed-fingerprints';
import { framesToSample, segmentReferencePlan } from '../../src/quality/sample-plan';
import { samplePixels } from '../../src/storage/segment-reference';
import { ReferenceSampler } from '../../src/workers/reference-sampler';
import { grain, graphics, paint } from '../support/quality-pictures';

const hd = { width: 1920, height: 1080, frameRate: { num: 30, den: 1 } };

describe('the frames that are kept', () => {
  test.each([
    [0, []],
    [1, [0]],
    [30, [0, 29]],
    [60, [0, 59]],
    [61, [0, 60]],
    [150, [0, 149]],
    [600, [0, 245, 490, 599]],
    [241, [0, 240]],
  ])('of %i', (frameCount, frames) => {
    expect(framesToSample({ ...hd, frameCount })).toEqual(frames);
  });

  test('are few of a long film, and fewer of a large one, with its first and last', () => {
    const long = framesToSample({ ...hd, frameCount: 100_000 });
    expect(long.length).toBe(13);
    expect([long[0], long.at(-1)]).toEqual([0, 99_999]);
    const large = framesToSample({ ...hd, width: 7680, height: 4320, frameCount: 100_000 });
    expect(large).toEqual([0, 99_999]);
  });
});

test('a segment is given its own samples, and one of four has its frames fingerprinted where not all have', () => {
  const fingerprinted = (fingerprints: 'all' | 'some' | 'none'): boolean[] =>
    [0, 1, 4].map(
      (index) => segmentReferencePlan({ samples: [], fingerprints }, { index, first: 0, count: 1 }).fingerprints,
    );
  expect(fingerprinted('all')).toEqual([true, true, true]);
  expect(fingerprinted('some')).toEqual([true, false, true]);
  expect(fingerprinted('none')).toEqual([false, false, false]);
  const plan = { samples: [0, 9, 10, 19, 20], fingerprints: 'all' } as const;
  expect(segmentReferencePlan(plan, { index: 1, first: 10, count: 10 }).samples).toEqual([10, 19]);
});

test('fingerprints come back from their bytes as they were', async () => {
  const shape = { width: 100, height: 60, pixelOrder: 'bgra' } as const;
  const taker = await openFingerprintTaker(shape);
  const fingerprints = [graphics(100, 60), grain(100, 60)].map(({ pixels }) => taker.take(pixels));
  expect(unpackFingerprints(packFingerprints(fingerprints))).toEqual(fingerprints);
});

test('a sampler keeps a fingerprint of every frame and the pixels of those that are wanted', async () => {
  const [width, height] = [64, 48];
  // Nothing of it can be made smaller.
  const random = createSeededRandom(1);
  const code = (): number => 256 * random.next();
  const rough = paint(width, height, () => [code(), code(), code()]);
  const frames = [graphics(width, height), rough, graphics(width, height)].map(({ pixels }) => Uint8Array.from(pixels));
  const sampler = new ReferenceSampler({ width, height });
  await sampler.begin({ samples: [11, 12], fingerprints: true });
  for (const [index, frame] of frames.entries()) sampler.take(10 + index, frame.buffer);
  const reference = sampler.end({ index: 1, first: 10, count: 3 })!;
  expect(unpackFingerprints(reference.fingerprints)).toHaveLength(3);
  expect(reference.samples.map(({ frame, coding }) => [frame, coding])).toEqual([
    [11, 'raw'],
    [12, 'key'],
  ]);
  for (const sample of reference.samples)
    expect(samplePixels(sample, width * height)).toEqual(frames[sample.frame - 10]);
  await sampler.begin({ samples: [14], fingerprints: false });
  for (const frame of [13, 14]) sampler.take(frame, frames[0]!.buffer);
  const samplesAlone = sampler.end({ index: 2, first: 13, count: 2 })!;
  expect(samplesAlone.frames).toBe(2);
  expect([samplesAlone.fingerprints.length, samplesAlone.samples.map(({ frame }) => frame)]).toEqual([0, [14]]);
  await sampler.begin(null);
  sampler.take(15, frames[0]!.buffer);
  expect(sampler.end({ index: 3, first: 15, count: 1 })).toBeNull();
});
