import { describe, expect, it } from 'vitest';
import { toFrameRate } from '../../src/composition/frame-rate';
import { checkFfmpegSettings } from '../../src/encode/ffmpeg/check-ffmpeg-settings';
import { encodeArguments } from '../../src/encode/ffmpeg/ffmpeg-args';
import { ffmpegEngine, tryFfmpegEngine } from '../../src/encode/ffmpeg/ffmpeg-engine';
import { planarFrames } from '../../src/encode/ffmpeg/ffmpeg-pixels';
import type { VideoEncoderSettings } from '../../src/encode/segment-encoder';
import { formatTimecode, parseTimecode } from '../../src/formats/timecode';
import { dnxhrPacketBytes, ffmpegCodecs, type FfmpegCodecId } from '../../src/formats/ffmpeg-codecs';
import type { FfmpegEncoderSettings } from '../../src/encode/ffmpeg/ffmpeg-settings';
import { batchFramesFor, rawFrameBytes, segmentFramesFor } from '../../src/encode/ffmpeg/segment-frames';
import { smallerAnimations } from '../../src/encode/ffmpeg/size-limit';
import { laneCount } from '../../src/workers/lane-hosts';

function settings(codec: FfmpegCodecId, more: Partial<FfmpegEncoderSettings> = {}): FfmpegEncoderSettings {
  return {
    ...{ codec, width: 1920, height: 1080, frameRate: toFrameRate(25), scan: 'progressive' },
    ...{ colourSpace: 'bt709', alpha: 'none', ...more },
  };
}

describe('what ffmpeg is not asked for', () => {
  it.each([
    ['dnxhd-120', { width: 1918 }, 'width', '1920 × 1080 progressive at 25'],
    ['dnxhd-120', { frameRate: toFrameRate(30) }, 'frameRate', '1920 × 1080 progressive at 29.97'],
    ['dnxhd-36', { scan: 'interlaced' }, 'scan', '1920 × 1080 progressive at 25'],
    ['imx-50', {}, 'width', '720 × 576 interlaced at 25'],
    ['imx-40', { width: 720, height: 486, scan: 'interlaced', frameRate: toFrameRate(29.97) }, 'width', '720 × 576'],
    ['xdcam-hd422-50', { frameRate: toFrameRate(50) }, 'frameRate', '1920 × 1080 progressive at 29.97'],
    ['xdcam-hd422-50', { width: 1280, height: 720 }, 'frameRate', '1280 × 720 progressive at 50'],
    ['avc-intra-100', { width: 3840, height: 2160 }, 'width', '1920 × 1080 progressive at 25'],
    ['dnxhr-hq', { width: 1919 }, 'width', '1920'],
    ['dnxhr-lb', { height: 90 }, 'height', '120'],
    ['h264', { height: 1081 }, 'height', '1082'],
    ['ffv1', { scan: 'interlaced' }, 'scan', 'progressive'],
    ['dnxhr-444', { alpha: 'straight' }, 'alpha', 'ProRes 4444'],
  ] as const)('%s with %o', (codec, more, path, instead) => {
    const issues = checkFfmpegSettings(settings(codec, more));
    expect(issues.map((issue) => issue.path)).toEqual([path]);
    expect(issues[0]!.remedy).toContain(instead);
  });

  it('is nothing that a standard lists', () => {
    for (const [codec, { rasters }] of Object.entries(ffmpegCodecs)) {
      for (const { width, height, scan, rates } of rasters ?? []) {
        for (const frameRate of rates) {
          const given = settings(codec as FfmpegCodecId, { width, height, scan, frameRate });
          expect(checkFfmpegSettings(given)).toEqual([]);
        }
      }
    }
  });
});

describe('DNxHR packets', () => {
  // Avid, "DNxHR codec bandwidth specifications", 3840 × 2160; ffmpeg's own where the height is no multiple of 16.
  it.each([
    ['dnxhr-444', 3840, 2160, 7286784],
    ['dnxhr-hqx', 3840, 2160, 3641344],
    ['dnxhr-hq', 3840, 2160, 3641344],
    ['dnxhr-sq', 3840, 2160, 2408448],
    ['dnxhr-lb', 3840, 2160, 749568],
    ['dnxhr-hq', 1920, 1080, 917504],
    ['dnxhr-hq', 2048, 1080, 978944],
    ['dnxhr-lb', 256, 120, 8192],
  ] as const)('%s at %i × %i', (codec, width, height, bytes) => {
    expect(dnxhrPacketBytes(codec, width, height)).toBe(bytes);
  });
});

describe('an engine from an earlier session', () => {
  const video: VideoEncoderSettings = {
    ...{ codec: 'dnxhr', profile: 'hqx', width: 1920, height: 1080, alpha: null, scan: 'progressive' },
    ...{ frameRate: toFrameRate(25), rateControl: { mode: 'profile' }, keyFrameInterval: 1, colourSpace: 'bt709' },
    deterministic: false,
  };

  it('goes on where it converts as this one does', () => {
    expect(tryFfmpegEngine(ffmpegEngine(video), video)).toMatchObject({ codec: 'dnxhr-hqx', codedWidth: 1920 });
    expect(tryFfmpegEngine({ engine: 'ffmpeg', codecString: 'dnxhr-hqx' }, video)).toBeNull();
  });

  it('goes on where nothing is converted', () => {
    const pictures = { ...video, codec: 'png', profile: '8' } as const;
    expect(tryFfmpegEngine({ engine: 'ffmpeg', codecString: 'png-8' }, pictures)).toMatchObject({ codec: 'png-8' });
  });
});

describe('frames for ffmpeg', () => {
  it.each([
    ['dnxhr-hqx', {}, 'yuv422p10le'],
    ['dnxhr-444', { pixelFormat: 'rgba-f16' }, 'yuv444p10le'],
    ['xdcam-hd422-50', { scan: 'interlaced' }, 'yuv422p'],
    ['imx-50', { width: 720, height: 576, scan: 'interlaced', colourSpace: 'bt601' }, 'yuv422p'],
    ['h264', {}, 'yuv420p'],
  ] as const)('of %s with %o come as they are coded', (codec, more, pixels) => {
    const given = settings(codec, more);
    const args = encodeArguments(given, 0);
    expect(args[args.indexOf('-pixel_format') + 1]).toBe(pixels);
    const filter = args[args.indexOf('-vf') + 1]!;
    expect(filter).toContain(`format=${pixels},setparams=range=tv:`);
    expect(filter).not.toContain('scale');
    expect(planarFrames(given)).toMatchObject({ width: given.width, height: given.height });
  });

  it('come as they are where they are squeezed, field by field', () => {
    const given = settings('avc-intra-50', { scan: 'interlaced' });
    const args = encodeArguments(given, 0);
    expect(args[args.indexOf('-pixel_format') + 1]).toBe('bgr0');
    expect(args[args.indexOf('-vf') + 1]).toMatch(
      /^scale=w=1440:h=1080:out_color_matrix=bt709:out_range=tv:interl=1,format=yuv420p10le,setparams=/,
    );
    expect(planarFrames(given)).toBeNull();
  });
});

describe('timecode', () => {
  it.each([
    ['01:00:00:00', 25, 24, '01:00:00:24'],
    ['01:00:00:00', 25, 25 * 3661, '02:01:01:00'],
    ['23:59:59:24', 25, 1, '00:00:00:00'],
    ['00:00:00:00', 29.97, 1800, '00:01:00:00'],
    // Drop frame: two numbers a minute, none in every tenth.
    ['00:00:59;29', 29.97, 1, '00:01:00;02'],
    ['00:09:59;29', 29.97, 1, '00:10:00;00'],
    ['00:00:00;00', 29.97, 17982, '00:10:00;00'],
    ['00:00:00;00', 29.97, 107892, '01:00:00;00'],
    ['00:00:59;59', 59.94, 1, '00:01:00;04'],
    ['00:01:00;02', 29.97, 1798, '00:02:00;02'],
  ] as const)('%s at %d, %i frames on: %s', (first, rate, frames, expected) => {
    expect(formatTimecode(parseTimecode(first, toFrameRate(rate)), frames)).toBe(expected);
  });
});

describe('batches', () => {
  it('are bounded in memory and whole in GOPs', () => {
    const sizes = [
      [640, 360],
      [1920, 1080],
      [3840, 2160],
    ] as const;
    for (const [width, height] of sizes) {
      for (const codec of Object.keys(ffmpegCodecs) as FfmpegCodecId[]) {
        const given = settings(codec, { width, height });
        const frames = batchFramesFor(given);
        expect(frames).toBeGreaterThan(0);
        if (frames > 12) expect(frames * rawFrameBytes(given)).toBeLessThanOrEqual(256e6);
      }
    }
    expect(batchFramesFor(settings('xdcam-hd422-50')) % 12).toBe(0);
    expect(batchFramesFor(settings('xdcam-hd422-50', { frameRate: toFrameRate(29.97) })) % 15).toBe(0);
    // Frames come twice as fast as they are coded.
    const interlaced = settings('xdcam-hd422-50', { scan: 'interlaced' });
    expect(segmentFramesFor(interlaced)).toBe(2 * batchFramesFor(interlaced));
  });
});

describe('lanes', () => {
  it('are as many as cores, fewer where memory is short', () => {
    const bytes = 0.75 * 2 ** 30;
    expect(laneCount(bytes, { hardwareConcurrency: 2, deviceMemory: 8 })).toBe(2);
    expect(laneCount(bytes, { hardwareConcurrency: 16, deviceMemory: 4 })).toBe(2);
    expect(laneCount(bytes, { hardwareConcurrency: 16, deviceMemory: 0.5 })).toBe(1);
    expect(laneCount(bytes, { hardwareConcurrency: 1 })).toBe(1);
  });
});

describe('animations with a size limit', () => {
  it('give up colours first, then size', () => {
    const plan = { container: 'gif', settings: settings('animation-frames') } as const;
    expect(smallerAnimations({ ...plan, animation: { colours: 64 } })).toEqual([{ colours: 64 }]);
    const tries = smallerAnimations({ ...plan, animation: { colours: 100, sizeLimit: 5 } });
    expect(tries.map((given) => given?.colours)).toEqual([100, 64, 32, 32, 32, 32, 32]);
    expect(tries.map((given) => given?.scale ?? 1)).toEqual([1, 1, 1, 0.75, 0.5, 0.35, 0.25]);
  });
});
