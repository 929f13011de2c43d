import { framesPerSecond, type FrameRate } from '../composition/frame-rate';
import { ffmpegSettings } from '../encode/ffmpeg/ffmpeg-settings-of';
import { segmentFramesFor } from '../encode/ffmpeg/segment-frames';
import { codecs, ffmpegCodecIdOf, isWebVideoCodec } from '../formats/codecs';
import type { SegmentSpan, VideoEncoderSettings } from '../encode/segment-encoder';

/** Seconds of a segment. Longer ones cost more to render again, shorter ones cost VP9 quality. */
const segmentSeconds = 4;

/** Where every frame stands for itself nothing is gained beyond what a record in the store costs. */
const intraSegmentSeconds = 1;

/** Bytes of such a segment, less than some browsers put in a record; and of a pixel: ProRes 4444 XQ takes one. */
const intraSegmentBytes = 96 << 20;
const pixelBytes = { prores: 1, dng: 6 } as const;

/**
 * Frames of a segment: a whole number of key frame intervals, nearest to four seconds. Boundaries depend on the frame
 * index alone, so a resumed export cuts where the first one did.
 */
export function segmentLength(settings: VideoEncoderSettings): number {
  const { codec, profile, scan, frameRate, keyFrameInterval, width, height } = settings;
  const rate = framesPerSecond(frameRate);
  if (!isWebVideoCodec(codec) && ffmpegCodecIdOf(codec, profile)) return segmentFramesFor(ffmpegSettings(settings));
  if (codecs[codec].intraOnly) {
    const frameBytes = width * height * pixelBytes[codec === 'dng' ? codec : 'prores'];
    const frames = Math.min(Math.round(intraSegmentSeconds * rate), Math.floor(intraSegmentBytes / frameBytes));
    // Whole frames, where two fields make one.
    return scan === 'interlaced' ? 2 * Math.max(1, frames >> 1) : Math.max(1, frames);
  }
  return Math.max(1, Math.round((segmentSeconds * rate) / keyFrameInterval)) * keyFrameInterval;
}

/** Frames from key frame to key frame for an interval in seconds. */
export function keyFrameIntervalInFrames(seconds: number, rate: FrameRate): number {
  return Math.max(1, Math.round(seconds * framesPerSecond(rate)));
}

export function planSegments(frameCount: number, length: number): SegmentSpan[] {
  return Array.from({ length: Math.ceil(frameCount / length) }, (_, index) => {
    const first = index * length;
    return { index, first, count: Math.min(length, frameCount - first) };
  });
}
