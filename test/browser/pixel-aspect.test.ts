import { afterAll, describe, expect, it } from 'vitest';
import {
  createExporter,
  findPreset,
  settingsFor,
  type Composition,
  type ExportSettings,
  type Preset,
} from '../../src/index';
import { pixelAspectOf, stageSizeOf } from '../../src/formats/pixel-aspect';
import { ffmpegCore } from '../support/ffmpeg-core';
import { ffmpeg, probe } from '../support/media-tools';

const exporter = createExporter({ check: 'off', ffmpeg: ffmpegCore });
afterAll(() => exporter.dispose());

/** A white circle in the middle of black. */
function circle(inElement = false): Composition {
  return {
    ...{ id: 'circle', name: 'Circle', width: 1280, height: 720, frameRate: 50, durationInFrames: 2 },
    background: 'black',
    open(stage) {
      const { width, height, root } = stage;
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width, height });
      const context = canvas.getContext('2d')!;
      context.fillStyle = 'white';
      context.arc(width / 2, height / 2, height * 0.4, 0, 2 * Math.PI);
      context.fill();
      const element = document.createElement('div');
      element.style.cssText = `position:absolute;inset:0;margin:auto;border-radius:50%;background:white;
        width:${height * 0.8}px;height:${height * 0.8}px`;
      if (inElement) root.append(element);
      return {
        renderFrame: () => undefined,
        layers: () => [{ source: inElement ? element : canvas }],
        dispose: () => undefined,
      };
    },
  };
}

async function exported(preset: Preset, more: Partial<ExportSettings> = {}, composition = circle()): Promise<File> {
  const settings = { ...settingsFor(preset, composition), ...more };
  const { file, width, height } = await exporter.start(composition, settings).result;
  expect([width, height]).toEqual([settings.width, settings.height]);
  return file!;
}

/** Width and height of what is white, decoded by ffmpeg and shown in square pixels. */
async function shownCircle(
  file: File,
  extension: string,
  aspect: number,
  crop: string[] = [],
): Promise<[width: number, height: number]> {
  const rows = 720;
  const columns = Math.round(rows * aspect);
  const filters = [...crop, `scale=${columns}:${rows}:flags=bicubic`, 'format=yuv444p,extractplanes=y'].join(',');
  const { bytes, stderr } = await ffmpeg(file, extension, [
    ...['-v', 'error', '-i', '{in}', '-map', '0:v:0', '-frames:v', '1', '-vf', filters],
    ...['-pix_fmt', 'gray', '-f', 'rawvideo', '-'],
  ]);
  expect(stderr).toBe('');
  /** Of a line through the middle: how much is white, its edges by their share. */
  const measured = (length: number, at: (index: number) => number): number => {
    let sum = 0;
    for (let index = 0; index < length; index++) sum += Math.min(1, Math.max(0, (bytes[at(index)]! - 16) / 219));
    return sum;
  };
  return [measured(columns, (x) => (rows / 2) * columns + x), measured(rows, (y) => y * columns + columns / 2)];
}

/** Of the file as a player reads it. */
async function displayAspect(file: File, extension: string): Promise<string | undefined> {
  const [video] = (await probe(file, extension)).streams;
  return (video as { display_aspect_ratio?: string } | undefined)?.display_aspect_ratio;
}

const dnxhd: Preset = findPreset('dnxhd-120')!;

describe('what is round is shown round', () => {
  it.each([
    // ffmpeg shows the lines above the picture as well; players leave them out and show the rest 4:3.
    ['imx-50', 'mxf', 4 / 3, ['crop=720:576:0:32'], '4:3'],
    ['avc-intra-50', 'mxf', 16 / 9, [], '16:9'],
    ['xdcam-hd422-50', 'mxf', 16 / 9, [], '16:9'],
  ] as const)('in %s', async (id, extension, aspect, crop, told) => {
    const file = await exported(findPreset(id)!);
    expect(await displayAspect(file, extension)).toBe(told);
    const [width, height] = await shownCircle(file, extension, aspect, [...crop]);
    expect(height).toBeGreaterThan(500);
    expect(Math.abs(width / height - 1)).toBeLessThan(0.01);
  });

  it.each([
    [1440, 1080, 'progressive', 'mov'],
    [1440, 1080, 'interlaced', 'mxf'],
    [960, 720, 'progressive', 'mov'],
  ] as const)('in DNxHD of %i × %i %s, in %s', async (width, height, scan, format) => {
    const frameRate = { num: height === 720 || scan === 'interlaced' ? 50 : 25, den: 1 };
    const video = { ...dnxhd.video, scan } as ExportSettings['video'];
    const file = await exported({ ...dnxhd, format }, { width, height, frameRate, video }, { ...circle(), frameRate });
    expect(await displayAspect(file, format)).toBe('16:9');
    const [across, down] = await shownCircle(file, format, 16 / 9);
    expect(Math.abs(across / down - 1)).toBeLessThan(0.01);
  });

  it('in AVC-Intra 50 of 1920 × 1080, which codes 1440', async () => {
    const frameRate = { num: 25, den: 1 };
    const composition = { ...circle(), width: 1920, height: 1080, frameRate };
    const file = await exported(findPreset('avc-intra-50')!, {}, composition);
    expect((await probe(file, 'mxf')).streams[0]).toMatchObject({ width: 1440, display_aspect_ratio: '16:9' });
    const [width, height] = await shownCircle(file, 'mxf', 16 / 9);
    expect(Math.abs(width / height - 1)).toBeLessThan(0.01);
  });

  it('of elements too', async () => {
    const file = await exported(findPreset('imx-50')!, {}, circle(true));
    const [width, height] = await shownCircle(file, 'mxf', 4 / 3, ['crop=720:576:0:32']);
    expect(height).toBeGreaterThan(500);
    expect(Math.abs(width / height - 1)).toBeLessThan(0.01);
  });

  it('by drawing at square pixels', () => {
    const settings = (preset: string): ExportSettings => settingsFor(findPreset(preset)!, circle());
    expect(stageSizeOf(settings('imx-50'))).toEqual({ width: 768, height: 576 });
    expect(pixelAspectOf(settings('imx-50'))).toEqual([16, 15]);
    const ntsc = { ...settings('imx-30'), width: 720, height: 486 };
    expect(stageSizeOf(ntsc)).toEqual({ width: 648, height: 486 });
    expect(stageSizeOf(settings('avc-intra-50'))).toEqual({ width: 1280, height: 720 });
    expect(stageSizeOf(settings('prores-422'))).toEqual({ width: 1280, height: 720 });
  });
});

it('frames of square pixels do not serve a format of oblong ones', async () => {
  const composition = circle();
  const imx = settingsFor(findPreset('imx-50')!, composition);
  const square = { ...settingsFor(findPreset('ffv1-mkv')!, composition), width: 720, height: 576 };
  delete square.video.alpha;
  const first = exporter.start(composition, { ...square, frameRate: imx.frameRate }, { keepFrames: 'always' });
  await first.result;
  await expect(exporter.start(composition, imx, { framesFrom: first }).result).rejects.toMatchObject({
    detail: 'frames-do-not-fit',
  });
  await first.release();
});
