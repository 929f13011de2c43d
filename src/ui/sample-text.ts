import type { ExportEstimate } from '../exporter';
import { formatBytes, formatClock, frameCount } from './display-text';

export const sampleTexts = {
  open: 'Preview',
  about: 'Encodes a few frames to show what becomes of them, and measures size and time.',
  source: 'Before',
  encoded: 'After',
  wipe: 'Before and after',
  size: 'Size',
  time: 'Time',
  quality: 'SSIM',
  unknown: '–',
  expected: 'Expected',
  measuring: 'Measuring a sample…',
  drawing: 'Drawing the frame…',
  loadFailed: 'The preview could not be loaded. Check the connection and try again.',
} as const;

/** `3.1 – 3.6 MB`; a dash until it is measured. */
export function sizeRange(estimate: ExportEstimate | null): string {
  const size = estimate?.byteLength ?? null;
  return size === null ? sampleTexts.unknown : between(formatBytes(size.low), formatBytes(size.high));
}

/** `0:12 – 0:18`; a dash until all of the sample is measured: its first frames come slower or faster than the others. */
export function timeRange(estimate: ExportEstimate | null): string {
  if (estimate === null || !('quality' in estimate)) return sampleTexts.unknown;
  return between(formatClock(estimate.seconds.low), formatClock(estimate.seconds.high));
}

/** `Measured on a sample of 90 frames.` */
export function measuredOn({ framesSampled, framesTotal }: ExportEstimate): string {
  return framesSampled >= framesTotal
    ? `Measured on all ${frameCount(framesTotal)}.`
    : `Measured on a sample of ${frameCount(framesSampled)}.`;
}

/** `Size 3.1 – 3.6 MB · Time 0:12 – 0:18, measured on 90 frames` */
export function estimateLine(estimate: ExportEstimate | null): string {
  const figures = `${sampleTexts.size} ${sizeRange(estimate)} · ${sampleTexts.time} ${timeRange(estimate)}`;
  return estimate === null ? figures : `${figures}, measured on ${frameCount(estimate.framesSampled)}`;
}

/** A unit that both ends share is said once. */
function between(low: string, high: string): string {
  if (low === high) return high;
  const [lowNumber, lowUnit] = low.split(' ');
  return lowUnit !== undefined && lowUnit === high.split(' ')[1] ? `${lowNumber} – ${high}` : `${low} – ${high}`;
}
