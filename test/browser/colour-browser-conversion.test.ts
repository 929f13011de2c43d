import { describe, expect, it } from 'vitest';
import { bgrxToI420 } from '../../src/colour/bgrx-to-i420';
import { colourSpaces, type ColourSpaceId } from '../../src/colour/colour-space';

const patchSize = 64;
const patches = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
  [0, 0, 0],
  [128, 128, 128],
] as const;
const width = patchSize * patches.length;
const height = patchSize;

const codecs = { h264: 'avc1.640028', vp8: 'vp8', vp9: 'vp09.00.31.08', av1: 'av01.0.05M.08' };
type Codec = keyof typeof codecs;

/** Y, Cb and Cr of every patch. */
type Codes = readonly (readonly [number, number, number])[];

const reference: Readonly<Record<'bt709' | 'bt601', Codes>> = {
  bt709: [
    [63, 102, 240],
    [173, 42, 26],
    [32, 240, 118],
    [235, 128, 128],
    [16, 128, 128],
    [126, 128, 128],
  ],
  bt601: [
    [81, 90, 240],
    [145, 54, 34],
    [41, 240, 110],
    [235, 128, 128],
    [16, 128, 128],
    [126, 128, 128],
  ],
};

function patchPixels(): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const [r, g, b] = patches[Math.floor((i % width) / patchSize)]!;
    pixels.set([b, g, r, 255], i * 4);
  }
  return pixels;
}

function frameOf(route: 'bgrx' | 'i420', space: ColourSpaceId): VideoFrame {
  const pixels = patchPixels();
  const colourSpace = colourSpaces[space];
  return new VideoFrame(route === 'bgrx' ? pixels : bgrxToI420(pixels, width, height, colourSpace), {
    format: route === 'bgrx' ? 'BGRX' : 'I420',
    codedWidth: width,
    codedHeight: height,
    timestamp: 0,
    colorSpace: colourSpace.webCodecs,
  });
}

interface RoundTrip {
  codes: Codes;
  declared: VideoColorSpaceInit | undefined;
  decoded: VideoColorSpaceInit;
}

async function roundTrip(codec: Codec, frame: VideoFrame): Promise<RoundTrip> {
  let decoderConfig: VideoDecoderConfig | undefined;
  const chunks: EncodedVideoChunk[] = [];
  const failures: unknown[] = [];
  const encoder = new VideoEncoder({
    output(chunk, metadata) {
      chunks.push(chunk);
      decoderConfig ??= metadata?.decoderConfig;
    },
    error: (error) => failures.push(error),
  });
  encoder.configure({ codec: codecs[codec], width, height, bitrate: 8e6, framerate: 25 });
  encoder.encode(frame, { keyFrame: true });
  frame.close();
  await encoder.flush();
  encoder.close();

  let result: Promise<Omit<RoundTrip, 'declared'>> | undefined;
  const decoder = new VideoDecoder({
    output: (decoded) => {
      result = codesOf(decoded);
    },
    error: (error) => failures.push(error),
  });
  decoder.configure({ ...decoderConfig!, codec: decoderConfig!.codec });
  chunks.forEach((chunk) => decoder.decode(chunk));
  await decoder.flush();
  decoder.close();
  expect(failures).toEqual([]);
  return { ...(await result!), declared: decoderConfig?.colorSpace };
}

/** The codes as they are stored, without any conversion. Closes the frame. */
async function codesOf(frame: VideoFrame): Promise<Omit<RoundTrip, 'declared'>> {
  expect(['I420', 'NV12']).toContain(frame.format);
  const data = new Uint8Array(frame.allocationSize());
  const layout = await frame.copyTo(data);
  const interleaved = frame.format === 'NV12';
  const chroma = (plane: 0 | 1, x: number, y: number): number => {
    const { offset, stride } = layout[interleaved ? 1 : 1 + plane]!;
    return data[offset + y * stride + (interleaved ? 2 * x + plane : x)]!;
  };
  const codes = patches.map((_, patch) => {
    const x = patch * patchSize + patchSize / 2;
    const y = height / 2;
    const luma = data[layout[0]!.offset + y * layout[0]!.stride + x]!;
    return [luma, chroma(0, x / 2, y / 2), chroma(1, x / 2, y / 2)] as const;
  });
  const decoded = frame.colorSpace.toJSON();
  frame.close();
  return { codes, decoded };
}

function worst(codes: Codes, expected: Codes): { luma: number; chroma: number } {
  const off = (component: 0 | 1 | 2): number =>
    Math.max(...codes.map((code, patch) => Math.abs(code[component] - expected[patch]![component])));
  return { luma: off(0), chroma: Math.max(off(1), off(2)) };
}

const brief = (space: VideoColorSpaceInit | undefined): string =>
  space ? `${space.primaries}/${space.transfer}/${space.matrix} ${space.fullRange === true ? 'full' : 'limited'}` : '–';

describe.each(['bt709', 'bt601'] as const)('%s', (space) => {
  describe.each(['bgrx', 'i420'] as const)('frames given as %s', (route) => {
    it.each(Object.keys(codecs) as Codec[])('%s decodes to the reference codes', async (codec) => {
      const { codes, declared, decoded } = await roundTrip(codec, frameOf(route, space));
      const { luma, chroma } = worst(codes, reference[space]);
      console.log(
        `${space} ${route} ${codec}: luma off by ${luma}, chroma by ${chroma}; declares ${brief(declared)}, decodes as ${brief(decoded)}; ${JSON.stringify(codes)}`,
      );
      expect(luma).toBeLessThanOrEqual(1);
      expect(chroma).toBeLessThanOrEqual(2);
    });
  });
});
