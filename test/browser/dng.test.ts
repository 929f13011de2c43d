import { afterAll, expect, it } from 'vitest';
import { createExporter, findPreset, settingsFor, type ExportSettings } from '../../src/index';
import { encodeDng } from '../../src/encode/images/dng';
import { readFrameCode } from '../support/frame-code';
import { ffmpeg } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';
import { zipEntries } from '../support/zip-entries';

const exporter = createExporter({ check: 'off' });
afterAll(() => exporter.dispose());

async function decoded(dng: Uint8Array<ArrayBuffer>, pixelFormat: string): Promise<Uint8Array<ArrayBuffer>> {
  const { bytes, stderr } = await ffmpeg(new Blob([dng]), 'dng', [
    ...['-v', 'error', '-i', '{in}', '-f', 'rawvideo', '-pix_fmt', pixelFormat, '-'],
  ]);
  expect(stderr).toBe('');
  return bytes;
}

it('holds every 8-bit code of a component as its linear light', async () => {
  const [width, height] = [256, 3];
  const pixels = new Uint8Array(width * height * 4);
  for (let code = 0; code < 256; code++) {
    for (let row = 0; row < 3; row++) pixels[(row * width + code) * 4 + 2 - row] = code;
  }
  const dng = encodeDng({ width, height, frameRate: { num: 24, den: 1 } }, pixels.buffer);
  const light = new Uint16Array((await decoded(dng, 'rgb48le')).buffer);
  for (let code = 0; code < 256; code++) {
    const value = code / 255;
    // IEC 61966-2-1, 5.2.
    const linear = 65535 * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    for (let row = 0; row < 3; row++) {
      const pixel = [...light.subarray((row * width + code) * 3, (row * width + code) * 3 + 3)];
      // ffmpeg stretches to the white level in single precision.
      expect(Math.abs(pixel[row]! - linear)).toBeLessThanOrEqual(1.5);
      expect(pixel.filter((_, component) => component !== row)).toEqual([0, 0]);
    }
  }
});

it('is numbered, and says when it is due', async () => {
  const composition = frameCodeComposition({ width: 160, height: 91, durationInFrames: 40, frameRate: 30 });
  const settings: ExportSettings = {
    ...settingsFor(findPreset('cinemadng-sequence')!, composition),
    frameRate: { num: 30000, den: 1001 },
    metadata: { timecode: '00:00:59;20' },
  };
  const { file, engine } = await exporter.start(composition, settings).result;
  expect(engine).toBe('pictures');
  const entries = zipEntries(new Uint8Array(await file!.arrayBuffer()));
  expect(entries.map(({ name }) => name)).toEqual(
    Array.from({ length: 40 }, (_, frame) => `frame-code.00${String(frame).padStart(2, '0')}.dng`),
  );
  for (const frame of [0, 29, 30, 39]) {
    const { bytes } = entries[frame]!;
    expect(readFrameCode(await decoded(bytes, 'rgb24'), 160, 91)).toBe(frame);
    expect(timecodeOf(bytes)).toBe(
      { 0: '00:00:59;20', 29: '00:01:00;21', 30: '00:01:00;22', 39: '00:01:01;01' }[frame],
    );
  }
});

/** From the eight bytes of SMPTE ST 331 under tag 51043. */
function timecodeOf(dng: Uint8Array<ArrayBuffer>): string | null {
  const view = new DataView(dng.buffer);
  for (let at = 10; at < 10 + view.getUint16(8, true) * 12; at += 12) {
    if (view.getUint16(at, true) !== 51043) continue;
    const [frames, ...larger] = [...dng.subarray(view.getUint32(at + 8, true)).subarray(0, 4)];
    const written = larger.reverse().map((value) => value.toString(16).padStart(2, '0'));
    return `${written.join(':')}${frames! & 0x40 ? ';' : ':'}${(frames! & 0x3f).toString(16).padStart(2, '0')}`;
  }
  return null;
}
