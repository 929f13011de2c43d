import { converter } from 'culori';
import { afterAll, describe, expect, it } from 'vitest';
import { createExporter, settingsFor, type Composition, type ExportSettings, type FormatId } from '../../src/index';
import { presets } from '../../src/presets/registry';
import { ffmpegCore } from '../support/ffmpeg-core';
import { ffmpeg } from '../support/media-tools';
import { difference, taggedColours, toXyz, type Primaries, type Rgb } from '../support/tagged-colour';
import { everyNth } from '../support/thorough';

const exporter = createExporter({ check: 'off', ffmpeg: ffmpegCore });
afterAll(() => exporter.dispose());

/** In the colour space of the canvas. */
const patches: readonly Rgb[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 1, 1],
  [0.5, 0.5, 0.5],
  [0.9, 0.4, 0.1],
  [0.1, 0.6, 0.7],
  [0.3, 0.1, 0.5],
];
const [size, height] = [64, 128];
const width = size * patches.length;

/** Layers: one canvas, or one that has to be composited. */
function composition(colorSpace: PredefinedColorSpace, layers: 1 | 2): Composition {
  return {
    ...{ id: 'wide', name: 'Wide', width, height, frameRate: 25, durationInFrames: 2 },
    ...(layers === 2 ? { background: '#000' } : {}),
    open(stage) {
      const canvas = new OffscreenCanvas(stage.width, stage.height);
      const context = canvas.getContext('2d', { colorSpace })!;
      const space = colorSpace === 'display-p3' ? 'display-p3' : 'srgb';
      return {
        renderFrame() {
          patches.forEach((colour, index) => {
            context.fillStyle = `color(${space} ${colour.join(' ')})`;
            context.fillRect(index * size, 0, size, height);
          });
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  };
}

/** What of a colour of the canvas can be shown in a space. */
function expected(colour: Rgb, canvas: PredefinedColorSpace, space: ColourSpaceId): readonly [number, number, number] {
  if (canvas === 'srgb') return toXyz(colour, 'bt709');
  if (space !== 'bt709') return toXyz(colour, 'smpte432');
  const { r, g, b } = converter('rgb')({ mode: 'p3', r: colour[0], g: colour[1], b: colour[2] });
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  return toXyz([clip(r), clip(g), clip(b)], 'bt709');
}

type ColourSpaceId = 'bt709' | 'display-p3' | 'bt2020';
type Codec = Pick<ExportSettings['video'], 'codec' | 'profile'>;

const tags: Readonly<Record<ColourSpaceId, readonly string[]>> = {
  bt709: ['tv', 'bt709', 'bt709', 'bt709'],
  'display-p3': ['tv', 'bt709', 'smpte432', 'bt709'],
  bt2020: ['tv', 'bt2020nc', 'bt2020', 'bt709'],
};

const quality = { mode: 'quality', quality: 'high' } as const;
const files: readonly (Codec & { format: FormatId })[] = [
  { format: 'mp4', codec: 'h264' },
  { format: 'mp4', codec: 'av1' },
  { format: 'mp4', codec: 'vp9' },
  { format: 'webm', codec: 'vp9' },
  { format: 'webm', codec: 'av1', profile: '444' },
  { format: 'webm', codec: 'vp9', profile: '420-10' },
  { format: 'mov', codec: 'prores', profile: '422-hq' },
  { format: 'mov', codec: 'dnxhr', profile: 'hqx' },
  { format: 'mxf', codec: 'dnxhr', profile: '444' },
];

async function exported(
  { format, codec, profile }: (typeof files)[number],
  canvas: PredefinedColorSpace,
  space: ColourSpaceId,
  layers: 1 | 2,
): Promise<File> {
  const film = composition(canvas, layers);
  const video: ExportSettings['video'] = {
    ...{ codec, colourSpace: space, ...(profile === undefined ? {} : { profile }) },
    rateControl: ['h264', 'av1', 'vp9'].includes(codec) ? quality : { mode: 'profile' },
  };
  const settings = { ...settingsFor(presets[0]!, film), format, video, audio: null };
  return (await exporter.start(film, settings).result).file!;
}

async function worst(
  way: (typeof files)[number],
  canvas: PredefinedColorSpace,
  space: ColourSpaceId,
  layers: 1 | 2,
): Promise<{ worst: number; tags: unknown[] }> {
  const { format, codec, profile } = way;
  const file = await exported(way, canvas, space, layers);
  const places = patches.map((_, index) => [index * size + size / 2, height / 2] as const);
  const { stream, colours } = await taggedColours(file, file.name.split('.').at(-1)!, places);
  const primaries = (stream.color_primaries ?? 'bt709') as Primaries;
  const differences = colours.map((colour, index) =>
    difference(toXyz(colour, primaries), expected(patches[index]!, canvas, space)),
  );
  console.log(
    `${canvas} ${layers} → ${codec} ${profile ?? ''} ${format} ${space}: ${stream.pix_fmt} ${differences.map((each) => each.toFixed(2)).join(' ')}`,
  );
  const { color_range, color_space, color_primaries, color_transfer } = stream;
  // MXF's descriptor of DNxHR has no place for the range.
  const range = format === 'mxf' ? 'tv' : color_range;
  return { worst: Math.max(...differences), tags: [range, color_space, color_primaries, color_transfer] };
}

describe.each(['srgb', 'display-p3'] as const)('a canvas of %s', (canvas) => {
  describe.each(['bt709', 'display-p3', 'bt2020'] as const)('as %s', (space) => {
    it.each(everyNth(files, 2))('$codec $profile in $format: looks the same by its tags', async (file) => {
      const result = await worst(file, canvas, space, 1);
      expect(result.tags).toEqual(tags[space]);
      expect(result.worst).toBeLessThan(1);
    });
  });

  it.each(['display-p3', 'bt2020'] as const)('composited, as %s', async (space) => {
    const result = await worst({ format: 'mov', codec: 'prores' }, canvas, space, 2);
    expect(result.worst).toBeLessThan(1);
  });
});

describe('a bitstream without its container', () => {
  it.each([
    ['av1', 'obu', 'mp4', ['tv', true]],
    // VP9 says its matrix alone.
    ['vp9', 'ivf', 'webm', ['tv', false]],
  ] as const)('%s says its colours too', async (codec, raw, format, [range, hasPrimaries]) => {
    for (const space of ['display-p3', 'bt2020'] as const) {
      const file = await exported({ format, codec }, 'srgb', space, 1);
      const args = ['-v', 'error', '-i', '{in}', '-map', '0:v:0', '-c', 'copy', '-f', raw, '-y', '{out}'];
      const { exitCode, bytes, stderr } = await ffmpeg(file, format, args);
      expect([exitCode, stderr]).toEqual([0, '']);
      const { stream } = await taggedColours(new Blob([bytes]), raw, []);
      const [, matrix, primaries, transfer] = tags[space];
      expect([stream.color_range, stream.color_space], `${codec} ${space}`).toEqual([range, matrix]);
      if (!hasPrimaries) continue;
      expect([stream.color_primaries, stream.color_transfer], `${codec} ${space}`).toEqual([primaries, transfer]);
    }
  });

  it.each([
    ['display-p3', ['0', '12', '1', '1']],
    ['bt2020', ['0', '9', '1', '9']],
  ] as const)('h264 says that it is %s', async (space, wanted) => {
    const file = await exported({ format: 'mp4', codec: 'h264' }, 'srgb', space, 1);
    const args = ['-i', '{in}', '-map', '0:v:0', '-c', 'copy', '-bsf:v', 'trace_headers', '-f', 'null', '-'];
    const { stderr } = await ffmpeg(file, 'mp4', args);
    const fields = ['video_full_range_flag', 'colour_primaries', 'transfer_characteristics', 'matrix_coefficients'];
    expect(fields.map((name) => new RegExp(`${name} .* = (\\d+)`).exec(stderr)?.[1])).toEqual(wanted);
  });
});
