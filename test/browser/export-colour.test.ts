import { afterAll, describe, expect, it } from 'vitest';
import { colourSpaces, type ColourSpaceId } from '../../src/colour/colour-space';
import { referenceCodes } from '../../src/colour/reference-codes';
import { createExporter, settingsFor, type Composition, type ExportSettings, type FormatId } from '../../src/index';
import { presets } from '../../src/presets/registry';
import { ffmpeg, probe } from '../support/media-tools';

const exporter = createExporter({ check: 'off' });
afterAll(() => exporter.dispose());

const patches = [
  ['red', [255, 0, 0]],
  ['green', [0, 255, 0]],
  ['blue', [0, 0, 255]],
  ['white', [255, 255, 255]],
  ['black', [0, 0, 0]],
  ['mid-grey', [128, 128, 128]],
] as const;

const width = 64 * patches.length;
const height = 64;

const composition: Composition = {
  id: 'patches',
  name: 'Patches',
  width,
  height,
  frameRate: 30,
  durationInFrames: 5,
  open(stage) {
    const canvas = new OffscreenCanvas(stage.width, stage.height);
    const context = canvas.getContext('2d')!;
    return {
      renderFrame() {
        patches.forEach(([, [red, green, blue]], index) => {
          context.fillStyle = `rgb(${red} ${green} ${blue})`;
          context.fillRect(index * 64, 0, 64, height);
        });
      },
      layers: () => [{ source: canvas }],
      dispose: () => undefined,
    };
  },
};

const cases: { format: FormatId; codec: ExportSettings['video']['codec']; colourSpace: ColourSpaceId }[] = [
  ...(['bt709', 'bt601'] as const).flatMap((colourSpace) => [
    { format: 'mp4' as const, codec: 'h264' as const, colourSpace },
    { format: 'webm' as const, codec: 'vp9' as const, colourSpace },
    { format: 'mp4' as const, codec: 'av1' as const, colourSpace },
    { format: 'webm' as const, codec: 'vp8' as const, colourSpace },
  ]),
  { format: 'mov', codec: 'h264', colourSpace: 'bt709' },
  { format: 'mkv', codec: 'h264', colourSpace: 'bt709' },
];

/** The middle of each patch on the last frame, as codes of Y′, Cb, Cr. */
async function decodedCodes(file: File, extension: string): Promise<[number, number, number][]> {
  const select = ['-vf', 'select=eq(n\\,4)', '-frames:v', '1', '-pix_fmt', 'yuv420p', '-f', 'rawvideo', '-'];
  const { bytes } = await ffmpeg(file, extension, ['-v', 'error', '-i', '{in}', '-map', '0:v:0', ...select]);
  const luma = width * height;
  const chroma = luma / 4;
  return patches.map((_, index) => {
    const x = index * 64 + 32;
    const at = (height / 4) * (width / 2) + x / 2;
    return [bytes[(height / 2) * width + x]!, bytes[luma + at]!, bytes[luma + chroma + at]!];
  });
}

describe('flat patches decode to the reference codes', () => {
  it.each(cases)('$codec in $format, $colourSpace', async ({ format, codec, colourSpace }) => {
    const settings = settingsFor(presets[0]!, composition);
    const video = { codec, colourSpace, rateControl: { mode: 'quality', quality: 'high' } } as const;
    const { file } = await exporter.start(composition, { ...settings, format, video, audio: null }).result;
    const extension = file!.name.split('.').at(-1)!;
    const { streams } = await probe(file!, extension);
    const [stream] = streams;
    const name = colourSpace === 'bt709' ? 'bt709' : 'smpte170m';
    expect([stream!.color_range, stream!.color_space, stream!.color_primaries, stream!.color_transfer]).toEqual([
      'tv',
      name,
      name,
      name,
    ]);
    const codes = await decodedCodes(file!, extension);
    const table = patches.map(([patch, colour], index) => {
      const wanted = referenceCodes(colour, colourSpaces[colourSpace]);
      return { patch, wanted, got: codes[index]! };
    });
    console.log(
      `colour ${codec} ${format} ${colourSpace}: ${table.map(({ patch, wanted, got }) => `${patch} ${got.join(',')} (${wanted.join(',')})`).join('; ')}`,
    );
    for (const { patch, wanted, got } of table) {
      expect(Math.abs(got[0] - wanted[0]), `${patch} luma ${got[0]}`).toBeLessThanOrEqual(1);
      expect(Math.abs(got[1] - wanted[1]), `${patch} Cb ${got[1]}`).toBeLessThanOrEqual(2);
      expect(Math.abs(got[2] - wanted[2]), `${patch} Cr ${got[2]}`).toBeLessThanOrEqual(2);
    }
  });
});
