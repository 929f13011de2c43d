import type { Preset } from './preset';

/** To look at, or to send round: small, with a key frame every half second, so that players jump about quickly. */
export const previewPresets: readonly Preset[] = [
  preview('draft', 'Draft', 'At most 360 lines, coarse: for timing.', 'low', 64_000, 360),
  preview('standard', 'Standard', 'At most 720 lines: for review.', 'medium', 96_000, 720),
  preview('high', 'High', 'At most 1080 lines: for approval.', 'high', 128_000, 1080),
  preview('ultra', 'Ultra', 'At the size of the composition.', 'high', 192_000),
];

function preview(
  level: string,
  label: string,
  description: string,
  quality: 'low' | 'medium' | 'high',
  sound: number,
  lines?: number,
): Preset {
  return {
    schema: 'stepframe-preset',
    version: 2,
    id: `preview-${level}`,
    name: `Preview · ${label}`,
    description,
    format: 'mp4',
    video: { codec: 'h264', rateControl: { mode: 'quality', quality }, keyFrameInterval: 0.5 },
    audio: { codec: 'aac', bitrate: sound },
    ...(lines === undefined ? {} : { shortSide: { pixels: lines, atMost: true } }),
  };
}
