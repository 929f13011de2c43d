import type { ExportEstimate } from '../exporter';
import { formatClock, frameCount } from './display-text';
import { formatByteRange } from './language/number-format';
import { words } from './language/words';

export const sampleTexts = words('sample', {
  open: 'Preview',
  measure: 'Measure',
  about: 'Encodes a few frames to show what becomes of them, and measures size and time.',
  source: 'Before',
  encoded: 'After',
  wipe: 'Before and after',
  share: 'Before {share}',
  size: 'Size',
  time: 'Time',
  quality: 'SSIM',
  unknown: '–',
  expected: 'Expected',
  measuring: 'Measuring a sample…',
  drawing: 'Drawing the frame…',
  loadFailed: 'The preview could not be loaded. Check the connection and try again.',
  measuredOnAll: 'Measured on all {frames}.',
  measuredOn: 'Measured on a sample of {frames}.',
  figures: 'Size {size} · Time {time}',
  figuresOf: 'Size {size} · Time {time}, measured on {frames}',
});

/** `3.1–3.6 MB`; a dash until it is measured. */
export function sizeRange(estimate: ExportEstimate | null): string {
  const size = estimate?.byteLength ?? null;
  return size === null ? sampleTexts.unknown : formatByteRange(size.low, size.high);
}

/** `0:12 – 0:18`; a dash until all of the sample is measured: its first frames come slower or faster than the others. */
export function timeRange(estimate: ExportEstimate | null): string {
  if (estimate === null || !('quality' in estimate)) return sampleTexts.unknown;
  const [low, high] = [formatClock(estimate.seconds.low), formatClock(estimate.seconds.high)];
  return low === high ? high : `${low} – ${high}`;
}

/** `Measured on a sample of 90 frames.` */
export function measuredOn({ framesSampled, framesTotal }: ExportEstimate): string {
  return framesSampled >= framesTotal
    ? sampleTexts.measuredOnAll({ frames: frameCount(framesTotal) })
    : sampleTexts.measuredOn({ frames: frameCount(framesSampled) });
}

/** `Size 3.1–3.6 MB · Time 0:12 – 0:18, measured on 90 frames` */
export function estimateLine(estimate: ExportEstimate | null): string {
  const figures = { size: sizeRange(estimate), time: timeRange(estimate) };
  return estimate === null
    ? sampleTexts.figures(figures)
    : sampleTexts.figuresOf({ ...figures, frames: frameCount(estimate.framesSampled) });
}
