import type { ChosenEngine } from '../encode/segment-encoder';
import { codecs } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';

/** Pixels a second that x264 encodes on one lane: measured in Chromium at 720p, to be taken as an order of magnitude. */
const x264PixelsPerSecond = 5e6;

/** What to tell of an encoder that takes far longer than one would expect; null where it does not. */
export function slownessOf(engine: ChosenEngine, settings: ExportSettings, lanes: number): string | null {
  if (engine.engine !== 'ffmpeg' || settings.video.codec !== 'h264') return null;
  const { width, height, range } = settings;
  const seconds = (width * height * (range.end - range.first)) / (x264PixelsPerSecond * lanes);
  return (
    `No ${codecs.h264.label} encoder of this browser will do: ffmpeg encodes it, slowly. ` +
    `This export takes about ${roughly(seconds)}.`
  );
}

function roughly(seconds: number): string {
  if (seconds < 90) return `${Math.max(5, Math.round(seconds / 5) * 5)} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
