import type { QualityPreset, WebVideoCodec, WebVideoSettings } from '../segment-encoder';

/**
 * The quantizer that `high` stands for where the codec takes one: every picture then comes out alike, however hard it is.
 * Chromium uses the gentle end of both codecs' scales for 0 … 63, so this is the quality of a master: measured at 720p,
 * 47.5 dB in 3.6 Mbit/s on flat graphics and 40 dB in 30 Mbit/s on thousands of particles.
 */
const highQuantizer = 60;

/** Bits a pixel at 1080p and 30 fps for the presets that set a bitrate. Medium is what large platforms ask for. */
const presetBitsPerPixel: Readonly<Record<QualityPreset, number>> = { high: 0.3, medium: 0.13, low: 0.06 };

/** What a codec needs for the same picture, against H.264. */
const relativeBitrate: Readonly<Record<WebVideoCodec, number>> = {
  h264: 1,
  h265: 0.7,
  vp8: 1.1,
  vp9: 0.75,
  av1: 0.65,
};

/** A constant quantizer, or an average bitrate in bits/s. */
export type EncoderRate = { quantizer: number } | { bitrate: number; bitrateMode: 'variable' | 'constant' };

/** What to set on the encoder. */
export function encoderRate(settings: WebVideoSettings): EncoderRate {
  const { rateControl, codec } = settings;
  switch (rateControl.mode) {
    case 'quantizer':
      return { quantizer: rateControl.quantizer };
    case 'bitrate':
      return { bitrate: rateControl.bitrate, bitrateMode: rateControl.variability ?? 'variable' };
    case 'quality':
    case 'profile': {
      const quality = rateControl.mode === 'quality' ? rateControl.quality : 'high';
      if (quality === 'high' && (codec === 'vp9' || codec === 'av1')) return { quantizer: highQuantizer };
      return { bitrate: presetBitrate(settings, quality), bitrateMode: 'variable' };
    }
  }
}

/**
 * Small pictures need more bits a pixel and fast ones fewer bits a frame: both follow a power law of 0.75, which meets
 * the recommendations of the large platforms (8 Mbit/s at 1080p30, 5 at 720p30, 12 at 1080p60) at `medium` within a third.
 */
function presetBitrate({ codec, width, height, frameRate }: WebVideoSettings, quality: QualityPreset): number {
  const area = (width * height) / (1920 * 1080);
  const rate = frameRate.num / frameRate.den / 30;
  const h264 = presetBitsPerPixel[quality] * 1920 * 1080 * 30 * area ** 0.75 * rate ** 0.75;
  return Math.round(h264 * relativeBitrate[codec]);
}
