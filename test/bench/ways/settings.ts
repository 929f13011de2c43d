import { findPreset, settingsFor, type ExportSettings } from '../../../src/index';
import { benchScene } from '../scene';

/** What every way of a bench run makes: the same frames, codec and bitrate. */
export interface BenchSize {
  width: number;
  height: number;
  frames: number;
}

/** bits/s: 0.15 a pixel. */
export function bitrateOf({ width, height }: BenchSize): number {
  return Math.round(width * height * 30 * 0.15);
}

export function exportSettings(size: BenchSize): ExportSettings {
  const settings = settingsFor(findPreset('mp4-h264')!, benchScene(size.width, size.height, size.frames));
  return { ...settings, video: { codec: 'h264', rateControl: { mode: 'bitrate', bitrate: bitrateOf(size) } } };
}
