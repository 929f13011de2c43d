import type { GoldenFrameComparison } from '../quality-api';
import { fixed } from '../quality/report-text';
import type { GoldenReport } from './terminal-golden';

const done = { register: 'Registered', list: 'Kept', update: 'Updated', remove: 'Removed' } as const;

/** What became of golden frames, for a person. */
export function describeGolden({ action, dir, frames }: GoldenReport): string {
  if (action !== 'compare') {
    const rows = frames.map(
      ({ compositionId, frame, width, height }) => `  ${compositionId} ${frame}, ${width} × ${height}`,
    );
    return [`${done[action]} in ${dir}: ${frames.length}`, ...rows].join('\n');
  }
  const differing = frames.filter(({ passed }) => passed === false).length;
  const verdict = differing === 0 ? 'All are the same' : `${differing} of ${frames.length} differ`;
  return [
    `${verdict}, as far as the limits go: ${dir}`,
    ...frames.map((frame) => row(frame as GoldenFrameComparison)),
  ].join('\n');
}

function row({ compositionId, frame, width, height, quality, passed }: GoldenFrameComparison): string {
  const { ssim, psnr, deltaE } = quality;
  const figures = `SSIM ${fixed(ssim, 4)}, PSNR ${fixed(psnr.luma, 1)} dB, mean ΔE ${fixed(deltaE.all.mean, 2)}`;
  return `  ${passed ? 'same' : 'DIFFERS'} ${compositionId} ${frame}, ${width} × ${height}: ${figures}`;
}
