import { afterAll, expect, test } from 'vitest';
import {
  createExporter,
  findPreset,
  fromCanvas,
  openQuality,
  settingsFor,
  type Composition,
  type FormatId,
} from '../../src/index';
import { ffmpegCore } from '../support/ffmpeg-core';

const frameCount = 6;

/** @param shift pixels by which the disc lies elsewhere */
function disc(shift = 0): Composition {
  return fromCanvas({
    ...{ id: 'disc', name: 'Disc', width: 320, height: 180, frameRate: 25, durationInFrames: frameCount },
    background: '#203040',
    draw(context, { frame }) {
      context.fillStyle = '#e0a040';
      context.beginPath();
      context.arc(60 + 20 * frame + shift, 90, 40, 0, 7);
      context.fill();
    },
  });
}

const exporter = createExporter({ check: 'off', ffmpeg: ffmpegCore });
const quality = openQuality({ ffmpeg: ffmpegCore });
afterAll(async () => {
  quality.dispose();
  await exporter.dispose();
});

async function exported(preset: string, format: FormatId | null, composition: Composition): Promise<File> {
  const settings = settingsFor(findPreset(preset)!, composition);
  delete settings.video.alpha;
  return (await exporter.start(composition, { ...settings, ...(format ? { format } : {}) }).result).file!;
}

test.each([
  ['dnxhr-hq', null],
  ['dnxhr-sq', 'mxf'],
  ['ffv1-mkv', null],
  ['png16-sequence', null],
] as const)('a file of %s (%s) is decoded by ffmpeg, whoever made it', async (preset, format) => {
  const file = await exported(preset, format, disc());
  const report = await quality.checkFile(file, { reference: { composition: disc() } });
  expect(report.sampled.length).toBeGreaterThan(0);
  expect(report.checks.filter(({ status }) => status === 'fail')).toEqual([]);
  expect(report.checks.find(({ id }) => id === 'decodes')).toMatchObject({ status: 'pass' });
  const other = await quality.checkFile(file, { reference: { composition: disc(30) } });
  expect(other.recommendation).toBe('reject');
  expect(await quality.compareExports(file, file)).toMatchObject({ passed: true, identical: frameCount });
});

test('without ffmpeg such a file is said to be undecodable here', async () => {
  const without = openQuality();
  const file = await exported('dnxhr-sq', null, disc());
  const { checks } = await without.checkFile(file);
  expect(checks.find(({ id }) => id === 'decodes')).toMatchObject({ status: 'skipped' });
  await expect(without.compareExports(file, file)).rejects.toMatchObject({ detail: 'film-undecodable' });
  without.dispose();
});
