import { afterAll, describe, expect, it } from 'vitest';
import { checkFfmpegSettings } from '../../src/encode/ffmpeg/check-ffmpeg-settings';
import type { FfmpegCodecId } from '../../src/formats/ffmpeg-codecs';
import type { FfmpegContainer } from '../../src/encode/ffmpeg/ffmpeg-lane';
import type { FfmpegEncoderSettings } from '../../src/encode/ffmpeg/ffmpeg-settings';
import { decodesWhole, mediainfo, packetsOf, painted, worstLumaPsnr } from '../support/ffmpeg-checks';
import { busy, FfmpegEngine, toneSound } from '../support/ffmpeg-engine';
import { probe } from '../support/media-tools';

const engine = new FfmpegEngine(2);
afterAll(() => engine.dispose());

const rates = { pal: { num: 25, den: 1 }, ntsc: { num: 30000, den: 1001 }, ntsc60: { num: 60000, den: 1001 } } as const;

interface Case {
  codec: FfmpegCodecId;
  container: FfmpegContainer;
  size: readonly [number, number];
  rate: keyof typeof rates;
  scan?: 'interlaced';
  bytes: number;
  /** What mediainfo calls it. */
  profile: string;
  pixelFormat: string;
  /** dB, of the worst frame. */
  psnr: number;
}

const cases: Case[] = [
  {
    codec: 'dnxhr-lb',
    container: 'mov',
    size: [640, 360],
    rate: 'pal',
    bytes: 20480,
    profile: 'DNxHR LB',
    pixelFormat: 'yuv422p',
    psnr: 28,
  },
  {
    codec: 'dnxhr-sq',
    container: 'mxf',
    size: [640, 360],
    rate: 'ntsc',
    bytes: 69632,
    profile: 'DNxHR SQ',
    pixelFormat: 'yuv422p',
    psnr: 38,
  },
  {
    codec: 'dnxhr-hq',
    container: 'mov',
    size: [642, 362],
    rate: 'ntsc60',
    bytes: 106496,
    profile: 'DNxHR HQ',
    pixelFormat: 'yuv422p',
    psnr: 42,
  },
  {
    codec: 'dnxhr-hqx',
    container: 'mxf',
    size: [640, 360],
    rate: 'pal',
    bytes: 102400,
    profile: 'DNxHR HQX',
    pixelFormat: 'yuv422p10le',
    psnr: 42,
  },
  {
    codec: 'dnxhr-444',
    container: 'mov',
    size: [640, 360],
    rate: 'pal',
    bytes: 208896,
    profile: 'DNxHR 444',
    pixelFormat: 'yuv444p10le',
    psnr: 42,
  },
  {
    codec: 'dnxhd-36',
    container: 'mov',
    size: [1920, 1080],
    rate: 'pal',
    bytes: 188416,
    profile: 'DNxHD 36',
    pixelFormat: 'yuv422p',
    psnr: 25,
  },
  {
    codec: 'dnxhd-120',
    container: 'mxf',
    size: [1920, 1080],
    rate: 'ntsc',
    bytes: 606208,
    profile: 'DNxHD 145',
    pixelFormat: 'yuv422p',
    psnr: 36,
  },
  {
    codec: 'dnxhd-185',
    container: 'mov',
    size: [1920, 1080],
    rate: 'pal',
    scan: 'interlaced',
    bytes: 917504,
    profile: 'DNxHD 185',
    pixelFormat: 'yuv422p',
    psnr: 38,
  },
  {
    codec: 'dnxhd-185x',
    container: 'mxf',
    size: [1280, 720],
    rate: 'ntsc60',
    bytes: 458752,
    profile: 'DNxHD 220x',
    pixelFormat: 'yuv422p10le',
    psnr: 42,
  },
];

describe('DNxHD and DNxHR', () => {
  it.each(cases)('$codec in $container at $size, $rate', async (given) => {
    const { codec, container, size, rate, scan = 'progressive', bytes, profile, pixelFormat, psnr } = given;
    const [width, height] = size;
    const settings: FfmpegEncoderSettings = {
      ...{ codec, width, height, scan, frameRate: rates[rate], colourSpace: 'bt709', alpha: 'none' },
    };
    expect(checkFfmpegSettings(settings)).toEqual([]);
    const frameCount = height > 400 ? 3 : 6;
    const fields = scan === 'interlaced' ? 2 : 1;
    const plan = { container, settings, timecode: '10:00:00:00', reelName: 'A001' };
    const { file } = await engine.export(plan, busy, frameCount * fields, toneSound(frameCount, rates[rate]));

    await decodesWhole(file, container);
    const packets = await packetsOf(file, container);
    expect(packets.map((packet) => packet.size)).toEqual(Array.from({ length: frameCount }, () => bytes));
    expect(packets.every(({ key }) => key)).toBe(true);
    const { streams, format } = await probe(file, container);
    const video = streams.find(({ codec_type }) => codec_type === 'video')!;
    expect(video).toMatchObject({ codec_name: 'dnxhd', width, height, pix_fmt: pixelFormat });
    expect(video.r_frame_rate).toBe(`${rates[rate].num}/${rates[rate].den}`);
    if (container === 'mov') expect(video.color_space).toBe('bt709');
    expect(streams.find(({ codec_type }) => codec_type === 'audio')).toMatchObject({
      codec_name: 'pcm_s24le',
      channels: 2,
    });
    expect(JSON.stringify([streams, format])).toContain('10:00:00:00');
    const tracks = await mediainfo(file, container);
    const told = tracks.find((track) => track['@type'] === 'Video')!;
    expect(told['Format_Commercial_IfAny']).toBe(profile);
    expect(told['ScanType']).toBe(scan === 'interlaced' ? 'Interlaced' : 'Progressive');
    const reference = (frame: number): Uint8Array => woven(frame, width, height, fields);
    const reached = await worstLumaPsnr(
      ...([
        file,
        container,
        pixelFormat.startsWith('yuv444') ? 'yuv444p' : 'yuv422p',
        size,
        frameCount,
        reference,
      ] as const),
    );
    expect(reached).toBeGreaterThan(psnr);
  });

  it('gives the same bytes however many lanes there are and however it is cut into segments', async () => {
    const settings: FfmpegEncoderSettings = {
      ...{ codec: 'dnxhr-sq', width: 320, height: 180, scan: 'progressive', frameRate: rates.pal },
      ...{ colourSpace: 'bt709', alpha: 'none' },
    };
    const bytes = async (lanes: number, segmentFrames: number): Promise<string> => {
      const other = new FfmpegEngine(lanes);
      try {
        const segments = await other.encode(settings, busy, 30, segmentFrames);
        const file = await other.mux(segments, { container: 'mxf', settings });
        return [...new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))].join();
      } finally {
        other.dispose();
      }
    };
    expect(await bytes(2, 15)).toBe(await bytes(1, 30));
  });

  it('leaves no files behind', async () => {
    expect(await engine.leftovers()).toEqual([]);
  });
});

/** Frame `frame` of the file: of two painted ones the even and the odd lines where it is interlaced. */
function woven(frame: number, width: number, height: number, fields: number): Uint8Array {
  const first = painted(busy, frame * fields, width, height);
  if (fields === 1) return first;
  const second = painted(busy, frame * fields + 1, width, height);
  for (let line = 1; line < height; line += 2) {
    first.set(second.subarray(line * width * 4, (line + 1) * width * 4), line * width * 4);
  }
  return first;
}
