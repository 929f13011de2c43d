import { afterAll, describe, expect, it } from 'vitest';
import { checkFfmpegSettings } from '../../src/encode/ffmpeg/check-ffmpeg-settings';
import type { FfmpegCodecId } from '../../src/formats/ffmpeg-codecs';
import type { FfmpegFilePlan } from '../../src/encode/ffmpeg/ffmpeg-lane';
import { fieldsPerFrame, type FfmpegEncoderSettings } from '../../src/encode/ffmpeg/ffmpeg-settings';
import type { Scan } from '../../src/encode/segment-encoder';
import { decodesWhole, decodeTo, mediainfo, packetsOf, painted, worstLumaPsnr } from '../support/ffmpeg-checks';
import { bars, busy, FfmpegEngine, toneSound } from '../support/ffmpeg-engine';
import { probe } from '../support/media-tools';
import { everyNth } from '../support/thorough';

const engine = new FfmpegEngine(2);
afterAll(() => engine.dispose());

const pal = { num: 25, den: 1 };
const ntsc = { num: 30000, den: 1001 };

interface Case {
  codec: FfmpegCodecId;
  width: number;
  height: number;
  rate: typeof pal;
  scan: Scan;
  /** Of every packet; null: they vary. */
  bytes: number | null;
  codecName: string;
  pixelFormat: string;
  frameCount: number;
  /** Packets that are key frames; absent: all. */
  keys?: number[];
  /** What mediainfo says. */
  told: Record<string, string>;
  plan?: Partial<FfmpegFilePlan>;
}

const avc = { codecName: 'h264', pixelFormat: 'yuv422p10le' };
const mpeg2 = { codecName: 'mpeg2video', pixelFormat: 'yuv422p' };
const [hd, hd720] = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
];

const cases: Case[] = [
  {
    ...{ codec: 'xdcam-hd422-50', ...hd, rate: pal, scan: 'interlaced', bytes: null, ...mpeg2, frameCount: 14 },
    // Two segments; of packets in decoding order.
    keys: [0, 7],
    ...{
      told: {
        Format_Profile: '4:2:2',
        Format_Level: 'High',
        BitRate_Mode: 'CBR',
        BitRate_Maximum: '50000000',
        ScanOrder: 'TFF',
      },
    },
    ...{ plan: { monoTracks: 4 } },
  },
  {
    ...{ codec: 'xdcam-hd422-50', ...hd720, rate: { num: 50, den: 1 }, scan: 'progressive', bytes: null, ...mpeg2 },
    ...{
      frameCount: 26,
      keys: [0, 10, 13, 23],
      told: { Format_Profile: '4:2:2', Format_Level: 'High', BitRate_Mode: 'CBR', BitRate_Maximum: '50000000' },
      plan: { monoTracks: 4 },
    },
  },
  {
    ...{ codec: 'avc-intra-100', ...hd, rate: ntsc, scan: 'interlaced', bytes: 472576, ...avc, frameCount: 3 },
    ...{ told: { Format_Profile: 'High 4:2:2 Intra', ScanType: 'MBAFF', ScanOrder: 'TFF' } },
  },
  {
    ...{ codec: 'avc-intra-50', ...hd720, rate: { num: 50, den: 1 }, scan: 'progressive', bytes: 140800 },
    ...{ codecName: 'h264', pixelFormat: 'yuv420p10le', frameCount: 4 },
    ...{ told: { Format_Profile: 'High 10 Intra' } },
  },
  {
    ...{ codec: 'avc-intra-200', ...hd, rate: pal, scan: 'progressive', bytes: 1144320, ...avc, frameCount: 3 },
    ...{ told: { Format_Profile: 'High 4:2:2' } },
  },
  {
    ...{ codec: 'xavc-compatible', width: 3840, height: 2160, rate: pal, scan: 'progressive', bytes: 1260032, ...avc },
    ...{ frameCount: 2, told: { Format: 'AVC' } },
  },
  ...([30, 40, 50] as const).map((megabits): Case => ({
    ...{ codec: `imx-${megabits}`, width: 720, height: 576, rate: pal, scan: 'interlaced', bytes: megabits * 5000 },
    ...{ ...mpeg2, frameCount: 5, told: { Format_Commercial_IfAny: `IMX ${megabits}`, ScanOrder: 'TFF' } },
    plan: { container: 'mxf-d10' },
  })),
];

function settingsOf({ codec, width, height, rate, scan }: Case): FfmpegEncoderSettings {
  const colourSpace = height === 576 ? 'bt601' : 'bt709';
  return { codec, width, height, frameRate: rate, scan, colourSpace, alpha: 'none', timecode: '10:00:00:00' };
}

describe('broadcast MXF', () => {
  it.each(everyNth(cases, 2))('$codec at $width × $height $scan', async (given) => {
    const { codecName, pixelFormat, frameCount, rate, told, bytes } = given;
    const settings = settingsOf(given);
    expect(checkFfmpegSettings(settings)).toEqual([]);
    const plan: FfmpegFilePlan = {
      ...{ container: 'mxf', settings, timecode: '10:00:00:00', reelName: 'A001', title: 'Opening' },
      ...{ companyName: 'Stepframe', productName: 'Exporter', creationDate: '2024-05-06T07:08:09Z' },
      ...given.plan,
    };
    const sound = toneSound(frameCount, rate);
    const { file } = await engine.export(plan, busy, frameCount * fieldsPerFrame(given.scan), sound);

    await decodesWhole(file, 'mxf');
    const packets = await packetsOf(file, 'mxf');
    expect(packets).toHaveLength(frameCount);
    if (bytes !== null) expect(new Set(packets.map(({ size }) => size))).toEqual(new Set([bytes]));
    expect(packets.map(({ pts }) => pts).sort((a, b) => a - b)).toEqual(packets.map((_, index) => index));
    const keys = packets.flatMap(({ key }, index) => (key ? [index] : []));
    expect(keys).toEqual(
      packets.flatMap((_, index) => (given.keys === undefined || given.keys.includes(index) ? [index] : [])),
    );
    const { streams, format } = await probe(file, 'mxf');
    const [video, ...audio] = streams.filter(({ codec_type }) => codec_type !== 'data');
    expect(video).toMatchObject({ codec_name: codecName, pix_fmt: pixelFormat });
    expect(Number(video!.nb_read_frames)).toBe(frameCount);
    expect(video!.r_frame_rate).toBe(`${rate.num}/${rate.den}`);
    expect(audio.map(({ channels }) => channels)).toEqual(
      plan.monoTracks ? Array.from({ length: plan.monoTracks }, () => 1) : [plan.container === 'mxf-d10' ? 8 : 2],
    );
    expect(format.tags).toMatchObject({ timecode: '10:00:00:00', company_name: 'Stepframe', product_name: 'Exporter' });
    expect(format.tags?.['modification_date']).toMatch(/^2024-05-06T07:08:09/);
    const track = (await mediainfo(file, 'mxf')).find((each) => each['@type'] === 'Video');
    expect(track).toMatchObject(told);
  });

  it('has the lines of two moments in one frame, top field first', async () => {
    const settings = settingsOf(cases[0]!);
    const { file } = await engine.export({ container: 'mxf', settings }, bars, 8);
    const reference = (frame: number): Uint8Array => {
      const [top, bottom] = [0, 1].map((field) => painted(bars, frame * 2 + field, 1920, 1080)) as [
        Uint8Array,
        Uint8Array,
      ];
      for (let line = 1; line < 1080; line += 2) {
        top.set(bottom.subarray(line * 7680, (line + 1) * 7680), line * 7680);
      }
      return top;
    };
    expect(await worstLumaPsnr(file, 'mxf', 'yuv422p', [1920, 1080], 4, reference)).toBeGreaterThan(38);
  });

  it('puts an IMX picture below its blanking lines, in BT.601', async () => {
    const settings = settingsOf(cases.at(-1)!);
    const { file } = await engine.export({ container: 'mxf-d10', settings }, bars, 2);
    const frame = await decodeTo(file, 'mxf', 'yuv422p');
    const luma = (x: number, y: number): number => frame[y * 720 + x]!;
    expect(luma(360, 10)).toBe(16);
    // Bars: white, yellow, cyan, green, magenta, red, blue, black; ITU-R BT.601 has red at 81.
    expect(luma(45, 300)).toBeGreaterThan(230);
    expect(Math.abs(luma(495, 300) - 81)).toBeLessThanOrEqual(3);
  });

  it('takes a UMID, and makes one of the content where none is given', async () => {
    const settings: FfmpegEncoderSettings = {
      ...{ codec: 'dnxhr-lb', width: 256, height: 120, frameRate: pal, scan: 'progressive', colourSpace: 'bt709' },
      alpha: 'none',
    };
    const umidOf = async (umid?: string): Promise<string> => {
      const plan: FfmpegFilePlan = { container: 'mxf', settings, ...(umid === undefined ? {} : { umid }) };
      const { file } = await engine.export(plan, busy, 2);
      await decodesWhole(file, 'mxf');
      return (await probe(file, 'mxf')).format.tags!['material_package_umid']!;
    };
    const given = '060A2B34010101050101AB1213C0FFEE0123456789ABCDEF0123456789ABCDEF';
    expect(await umidOf(given)).toBe(`0x${given}`);
    const own = await umidOf();
    expect(own).not.toMatch(/0{20}/);
    expect(await umidOf()).toBe(own);
  });
});
