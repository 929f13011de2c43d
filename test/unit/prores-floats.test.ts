import { expect, test } from 'vitest';
import { createProResEncoder, type ProResProfileId } from '../../src/prores';
import { drawProResPicture, referencePlanes } from '../support/prores-pictures';

/** The bits of a half float that are a number of 0 … 1, rounded to nearest. */
function halfBits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.max(-14, Math.floor(Math.log2(value)));
  const fraction = Math.round((value / 2 ** exponent - 1) * 1024);
  return value < 2 ** -14 ? Math.round(value * 2 ** 24) : ((exponent + 15) << 10) + fraction;
}

function floatsOf(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(bytes, (_, at) => {
    const part = at % 4;
    const from = part === 3 ? at : at - part + 2 - part;
    return bytes[from]! / 255;
  });
}

// Where all of a picture fits at the finest steps, levels tell how far two conversions are apart.
test.each(['422-hq', '4444'] as const)(
  'floats give what bytes give, to the rounding of a component: %s',
  async (profile) => {
    const [width, height] = [64, 48];
    const bytes = drawProResPicture('alphaRamp', width, height);
    const base = { profile: profile as ProResProfileId, width, height, frameRate: 25 };
    const ofBytes = (await createProResEncoder(base)).encode(bytes.buffer);
    const ofFloats = (await createProResEncoder({ ...base, pixelFormat: 'rgba-f32' })).encode(floatsOf(bytes).buffer);
    expect(Math.abs(ofFloats.length - ofBytes.length)).toBeLessThan(0.02 * ofBytes.length);
  },
);

test('half floats give the very packet of the same single ones', async () => {
  const [width, height] = [48, 32];
  const halves = Uint16Array.from(floatsOf(drawProResPicture('random', width, height)), halfBits);
  const singles = Float32Array.from(halves, (bits) =>
    bits >> 10 === 0 ? bits * 2 ** -24 : (1 + (bits & 1023) / 1024) * 2 ** ((bits >> 10) - 15),
  );
  const base = { profile: '4444', width, height, frameRate: 25, alphaBits: 16 } as const;
  const ofHalves = (await createProResEncoder({ ...base, pixelFormat: 'rgba-f16' })).encode(halves.buffer);
  const ofSingles = (await createProResEncoder({ ...base, pixelFormat: 'rgba-f32' })).encode(singles.buffer);
  expect(ofHalves).toEqual(ofSingles);
  expect(referencePlanes(new Uint8Array(4), 1, 1, { halved: false, bits: 12 }).planes).toHaveLength(3);
});
