import { afterAll, describe, expect, it } from 'vitest';
import { createExporter, settingsFor, type Composition, type ExportSettings, type FormatId } from '../../src/index';
import { presets } from '../../src/presets/registry';
import { decodeTo } from '../support/ffmpeg-checks';
import { ffmpegCore } from '../support/ffmpeg-core';

const exporter = createExporter({ check: 'off', ffmpeg: ffmpegCore });
afterAll(() => exporter.dispose());

const width = 1920;
/** Of codecs with sizes of their own, and of the others. */
const heightOf = (codec: ExportSettings['video']['codec']): number =>
  codec === 'dnxhd' || codec === 'avc-intra' ? 1080 : 128;
/** Of what is drawn, in steps of the picture's width. */
const grey = (x: number): number => (x + 0.5) / width;

interface Look {
  colorSpace?: PredefinedColorSpace;
  /** Opacity of the right half's lower half. */
  alpha?: number;
  layers?: 1 | 2;
}

/** From black to white, on a canvas of half floats. */
function ramp(height: number, { colorSpace = 'srgb', alpha = 1, layers = 1 }: Look = {}): Composition {
  return {
    ...{ id: 'ramp', name: 'Ramp', width, height, frameRate: 25, durationInFrames: 2, float16: true },
    ...(layers === 2 ? { background: '#000' } : {}),
    open(stage) {
      const canvas = new OffscreenCanvas(stage.width, stage.height);
      // TypeScript's DOM types know no `colorType` yet.
      const attributes = { colorSpace, colorType: 'float16' } as CanvasRenderingContext2DSettings;
      const context = canvas.getContext('2d', attributes)!;
      const pixels = context.createImageData(width, 1, { pixelFormat: 'rgba-float16', colorSpace });
      for (let x = 0; x < width; x++) pixels.data.set([grey(x), grey(x), grey(x), 1], 4 * x);
      return {
        renderFrame() {
          context.clearRect(0, 0, width, height);
          for (let y = 0; y < height; y++) context.putImageData(pixels, 0, y);
          if (alpha === 1) return;
          context.clearRect(0, height / 2, width, height);
          context.globalAlpha = alpha;
          context.fillStyle = 'color(srgb 0.2 0.4 0.6)';
          context.fillRect(0, height / 2, width, height);
          context.globalAlpha = 1;
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  };
}

type Way = Pick<ExportSettings['video'], 'codec'> & { profile: string; format: FormatId };

async function exported(
  { codec, profile, format }: Way,
  look: Look,
  more: Partial<ExportSettings['video']> = {},
): Promise<File> {
  const composition = ramp(heightOf(codec), look);
  const rateControl =
    codec === 'vp9' ? ({ mode: 'quality', quality: 'high' } as const) : ({ mode: 'profile' } as const);
  const video: ExportSettings['video'] = { codec, profile, rateControl, captureDepth: 16, ...more };
  const settings = { ...settingsFor(presets[0]!, composition), format, video, audio: null };
  if (!format.endsWith('sequence')) return (await exporter.start(composition, settings).result).file!;
  const root = await navigator.storage.getDirectory();
  await root.removeEntry('ramp', { recursive: true }).catch(() => undefined);
  const handle = await root.getDirectoryHandle('ramp', { create: true });
  await exporter.start(composition, settings, { destination: { kind: 'folder', handle } }).result;
  return (await handle.getFileHandle(`ramp.0000.${codec}`)).getFile();
}

const extensionOf = ({ format, codec }: Way): string => (format.endsWith('sequence') ? codec : format);

/** The line in the middle of the upper half, of the first plane or component, in units of its own. */
async function line(file: File, way: Way, pixelFormat: string): Promise<{ values: number[]; levels: number }> {
  const bytes = await decodeTo(file, extensionOf(way), pixelFormat, []);
  const samples = pixelFormat.includes('f32') ? new Float32Array(bytes.buffer) : new Uint16Array(bytes.buffer);
  const step = pixelFormat.startsWith('rgb') ? (pixelFormat.startsWith('rgba') ? 4 : 3) : 1;
  const start = (heightOf(way.codec) / 4) * width * step;
  const values = Array.from({ length: width }, (_, x) => samples[start + x * step]!);
  return { values, levels: new Set(values).size };
}

const encoded = (light: number): number => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);

interface Expected extends Way {
  pixelFormat: string;
  /** Of the signal, 0 … 1, from a decoded value. */
  signal: (value: number) => number;
  /** What may be missing, of the whole signal. */
  tolerance: number;
  /** Distinct values the line has at the least. */
  levels: number;
}

const limited = (value: number): number => (value - 64) / 876;
const ways: readonly Expected[] = [
  {
    ...{ codec: 'prores', profile: '422-hq', format: 'mov', pixelFormat: 'yuv422p10le' },
    ...{ signal: limited, tolerance: 2 / 876, levels: 800 },
  },
  {
    ...{ codec: 'prores', profile: '4444', format: 'mov', pixelFormat: 'yuv444p12le' },
    ...{ signal: (value) => limited(value / 4), tolerance: 2 / 876, levels: 800 },
  },
  {
    ...{ codec: 'dnxhr', profile: 'hqx', format: 'mov', pixelFormat: 'yuv422p10le' },
    ...{ signal: limited, tolerance: 2 / 876, levels: 800 },
  },
  {
    ...{ codec: 'dnxhd', profile: '185x', format: 'mov', pixelFormat: 'yuv422p10le' },
    ...{ signal: limited, tolerance: 2 / 876, levels: 800 },
  },
  {
    ...{ codec: 'avc-intra', profile: '100', format: 'mxf', pixelFormat: 'yuv422p10le' },
    ...{ signal: limited, tolerance: 3 / 876, levels: 700 },
  },
  {
    ...{ codec: 'vp9', profile: '420-10', format: 'webm', pixelFormat: 'yuv420p10le' },
    ...{ signal: limited, tolerance: 4 / 876, levels: 500 },
  },
  {
    ...{ codec: 'png', profile: '16', format: 'png-sequence', pixelFormat: 'rgb48le' },
    ...{ signal: (value) => value / 65_535, tolerance: 0.0005, levels: 1400 },
  },
  {
    ...{ codec: 'tiff', profile: '16', format: 'tiff-sequence', pixelFormat: 'rgb48le' },
    ...{ signal: (value) => value / 65_535, tolerance: 0.0005, levels: 1400 },
  },
  {
    ...{ codec: 'exr', profile: 'float', format: 'exr-sequence', pixelFormat: 'gbrpf32le' },
    ...{ signal: encoded, tolerance: 0.0005, levels: 1400 },
  },
];

function worstError({ values }: { values: number[] }, { signal }: Expected): number {
  return values.reduce((worst, value, x) => Math.max(worst, Math.abs(signal(value) - grey(x))), 0);
}

describe('a ramp on a canvas of half floats', () => {
  it.each(ways)('$codec $profile has more levels than 8 bits', async (way) => {
    const got = await line(await exported(way, {}), way, way.pixelFormat);
    const error = worstError(got, way);
    console.log(`${way.codec} ${way.profile}: ${got.levels} levels, off by ${(error * 1023).toFixed(2)} of 1023`);
    expect(got.levels).toBeGreaterThanOrEqual(way.levels);
    expect(error).toBeLessThan(way.tolerance);
  });

  it('keeps them in Display P3, and on the way to another colour space', async () => {
    for (const colorSpace of ['srgb', 'display-p3'] as const) {
      for (const colourSpace of ['bt709', 'display-p3', 'bt2020'] as const) {
        const got = await line(await exported(ways[0]!, { colorSpace }, { colourSpace }), ways[0]!, 'yuv422p10le');
        console.log(`${colorSpace} → ${colourSpace}: ${got.levels}, ${(worstError(got, ways[0]!) * 876).toFixed(2)}`);
        expect(got.levels, `${colorSpace} as ${colourSpace}`).toBeGreaterThanOrEqual(800);
        expect(worstError(got, ways[0]!), `${colorSpace} as ${colourSpace}`).toBeLessThan(2 / 876);
      }
    }
  });

  it('keeps them when it is composited', async () => {
    const got = await line(await exported(ways[0]!, { layers: 2 }), ways[0]!, 'yuv422p10le');
    expect(got.levels).toBeGreaterThanOrEqual(800);
  });

  it('has 8 bits where no more are asked for', async () => {
    const way = ways.find(({ codec }) => codec === 'png')!;
    const got = await line(await exported(way, {}, { captureDepth: 8 }), way, way.pixelFormat);
    expect(got.levels).toBeLessThanOrEqual(256);
    expect(got.values.every((value) => value % 257 === 0)).toBe(true);
  });

  it('is asked for by presets of codecs that have room for it', () => {
    const depthOf = (id: string, composition: Composition): unknown =>
      settingsFor(
        presets.find((preset) => preset.id === id)!,
        composition,
      ).video.captureDepth;
    expect(depthOf('dnxhr-hqx', ramp(128))).toBe(16);
    expect(depthOf('dnxhr-hq', ramp(128))).toBeUndefined();
    expect(depthOf('dnxhr-hqx', { ...ramp(128), float16: false })).toBeUndefined();
  });
});

describe('transparency of half floats', () => {
  const alpha = 0.3;
  it.each([
    ['straight', [0.2, 0.4, 0.6]],
    ['premultiplied', [0.06, 0.12, 0.18]],
  ] as const)('%s', async (mode, colour) => {
    const tiff = { codec: 'tiff', profile: '16', format: 'tiff-sequence' } as const;
    const prores = { codec: 'prores', profile: '4444', format: 'mov' } as const;
    const at = (heightOf('tiff') * 0.75 * width + width / 2) * 4;
    for (const way of [tiff, prores]) {
      const file = await exported(way, { alpha }, { alpha: mode });
      const bytes = await decodeTo(file, extensionOf(way), 'rgba64le', []);
      const got = [...new Uint16Array(bytes.buffer).subarray(at, at + 4)].map((value) => value / 65_535);
      // ProRes has 10 bits of colour, limited in range.
      for (const [channel, wanted] of [...colour, alpha].entries()) {
        expect(Math.abs(got[channel]! - wanted), `${way.codec} ${channel}: ${got[channel]}`).toBeLessThan(0.004);
      }
    }
  });
});
