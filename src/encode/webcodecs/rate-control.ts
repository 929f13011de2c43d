import type { QualityPreset, VideoEncoderSettings } from '../segment-encoder';

/** Quantizers the quality presets stand for, where the codec takes one (both scales 0 … 63). */
const presetQuantizers: Readonly<Record<'vp9' | 'av1', Record<QualityPreset, number>>> = {
  vp9: { high: 20, medium: 32, low: 44 },
  av1: { high: 20, medium: 32, low: 44 },
};

/** Bits a pixel at 1080p and 30 fps for the quality presets, where there is only a bitrate to set. */
const presetBitsPerPixel: Readonly<Record<QualityPreset, number>> = { high: 0.2, medium: 0.1, low: 0.05 };

/** What to set on the encoder: a constant quantizer, or an average bitrate in bits/s. */
export function encoderRate(settings: VideoEncoderSettings): { quantizer: number } | { bitrate: number } {
  const { rateControl, codec } = settings;
  switch (rateControl.mode) {
    case 'quantizer':
      return { quantizer: rateControl.quantizer };
    case 'bitrate':
      return { bitrate: rateControl.bitrate };
    case 'quality':
      return codec === 'vp9' || codec === 'av1'
        ? { quantizer: presetQuantizers[codec][rateControl.quality] }
        : { bitrate: presetBitrate(settings, rateControl.quality) };
  }
}

/**
 * Small pictures need more bits a pixel and fast ones fewer bits a frame: both follow a power law of 0.75, which meets
 * the recommendations of the large platforms (8 Mbit/s at 1080p30, 5 at 720p30, 12 at 1080p60) at `medium` within a third.
 */
function presetBitrate({ width, height, frameRate }: VideoEncoderSettings, quality: QualityPreset): number {
  const area = (width * height) / (1920 * 1080);
  const rate = frameRate.num / frameRate.den / 30;
  return Math.round(presetBitsPerPixel[quality] * 1920 * 1080 * 30 * area ** 0.75 * rate ** 0.75);
}
