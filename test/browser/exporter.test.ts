import { afterAll, describe, expect, it } from 'vitest';
import {
  createExporter,
  findPreset,
  presets,
  settingsFor,
  type Composition,
  type ExportSettings,
} from '../../src/index';
import { readFrameCodes } from '../support/frame-code';
import { decodeRgb, probe } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';

const exporter = createExporter();
afterAll(() => exporter.dispose());

function settings(composition: Composition, preset = 'mp4-h264'): ExportSettings {
  return settingsFor(findPreset(preset)!, composition);
}

describe('an export', () => {
  it.each(presets.map(({ id }) => id))('%s: every frame once, in order', async (preset) => {
    const composition = frameCodeComposition();
    const { file, frames } = await exporter.start(composition, settings(composition, preset)).result;
    expect(frames).toBe(60);
    const extension = file!.name.split('.').at(-1)!;
    const codes = readFrameCodes(await decodeRgb(file!, extension), 320, 180);
    expect(codes).toEqual(Array.from({ length: 60 }, (_, index) => index));
  });

  it('of a range holds just its frames', async () => {
    const composition = frameCodeComposition();
    const handle = exporter.start(composition, { ...settings(composition), range: { first: 10, end: 25 } });
    const { file } = await handle.result;
    expect(readFrameCodes(await decodeRgb(file!, 'mp4'), 320, 180)).toEqual(
      Array.from({ length: 15 }, (_, index) => index + 10),
    );
    const { format } = await probe(file!, 'mp4');
    expect(Number(format.duration)).toBeCloseTo(0.5, 5);
  });
});
