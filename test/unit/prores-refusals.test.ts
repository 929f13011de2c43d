import { expect, test } from 'vitest';
import { createProResEncoder, ExportError, type ProResSettings } from '../../src/prores';

const settings: ProResSettings = { profile: '422-hq', width: 64, height: 48, frameRate: 25 };

async function refusal(work: () => Promise<unknown>): Promise<[code: string, detail: string]> {
  const error = await work().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ExportError);
  const { code, detail, remedy } = error as ExportError;
  expect(remedy).not.toBe('');
  return [code, detail];
}

test.each([
  [{ width: 15 }, 'prores-size-impossible'],
  [{ width: 8193 }, 'prores-size-impossible'],
  [{ height: 4321 }, 'prores-size-impossible'],
  [{ height: 48.5 }, 'prores-size-impossible'],
  [{ width: Number.NaN }, 'prores-size-impossible'],
  [{ alphaBits: 16 }, 'prores-alpha-in-422'],
  [{ profile: '4444', alphaBits: 8, pixelFormat: 'rgba-f32' }, 'prores-alpha-bits-of-floats'],
  [{ pixelFormat: 'yuv' as 'bgra8' }, 'prores-pixelformat-unknown'],
  [{ vendor: 'too long' }, 'prores-vendor-invalid'],
  [{ frameRate: 0 }, 'prores-frame-rate-invalid'],
  [{ profile: '5555' as '4444' }, 'prores-profile-unknown'],
  [{ scan: 'sideways' as 'progressive' }, 'prores-scan-unknown'],
  [{ colour: 'beige' as 'bt709' }, 'prores-colour-unknown'],
  [{ aspect: '2:1' as '4:3' }, 'prores-aspect-unknown'],
] as const)('settings %o are refused by name', async (wrong, detail) => {
  expect(await refusal(() => createProResEncoder({ ...settings, ...wrong }))).toEqual(['invalid-input', detail]);
});

test.each([0, 64 * 48 * 4 - 4, 64 * 48 * 4 + 4, 64 * 48 * 3])('a buffer of %i bytes is refused', async (byteLength) => {
  const encoder = await createProResEncoder(settings);
  expect(await refusal(() => Promise.resolve().then(() => encoder.encode(new ArrayBuffer(byteLength))))).toEqual([
    'invalid-input',
    'prores-pixels-length',
  ]);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d in a float is refused', async (bad) => {
  const encoder = await createProResEncoder({ ...settings, pixelFormat: 'rgba-f32' });
  const pixels = new Float32Array(64 * 48 * 4);
  pixels[64 * 48 * 4 - 2] = bad;
  expect(await refusal(() => Promise.resolve().then(() => encoder.encode(pixels.buffer)))).toEqual([
    'invalid-input',
    'prores-pixels-not-finite',
  ]);
});

test('the frame header carries what was asked for, where RDD 36 has it', async () => {
  const encoder = await createProResEncoder({
    profile: '4444',
    width: 320,
    height: 180,
    frameRate: { num: 60000, den: 1001 },
    scan: 'bottom-field-first',
    colour: 'p3-d65',
    alphaBits: 16,
    aspect: '16:9',
    vendor: 'abcd',
  });
  const packet = encoder.encode(new ArrayBuffer(320 * 180 * 4));
  const view = new DataView(packet.buffer);
  expect(view.getUint32(0)).toBe(packet.length);
  expect(new TextDecoder().decode(packet.subarray(4, 8))).toBe('icpf');
  expect(view.getUint16(8)).toBe(20);
  expect(view.getUint16(10)).toBe(1);
  expect(new TextDecoder().decode(packet.subarray(12, 16))).toBe('abcd');
  expect([view.getUint16(16), view.getUint16(18)]).toEqual([320, 180]);
  expect(packet[20]).toBe((3 << 6) | (2 << 2));
  expect(packet[21]).toBe((3 << 4) | 7);
  expect([...packet.subarray(22, 26)]).toEqual([12, 1, 1, 2]);
});
