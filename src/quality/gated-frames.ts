import { defaultLimits, gatedValue, isMoreBetter, passes, type Gate } from './gates';
import type { FrameQuality } from './metrics/compare-frames';

/** What became of a gate. */
export interface GateResult extends Gate {
  /** Of the frame, or of the worst of several; null: nothing to measure it by. */
  value: number | null;
  passed: boolean;
}

/** What is compared is the picture itself, so there is no reference for a codec: SSIM, PSNR and ΔE2000 by their defaults. */
export const pictureGates: readonly Gate[] = [
  { metric: 'ssim', limit: defaultLimits.ssim, against: 'source' },
  { metric: 'psnrLuma', limit: defaultLimits.psnrLuma, against: 'source' },
  { metric: 'deltaEMean', limit: defaultLimits.deltaEMean, against: 'source' },
];

export function gateResults(gates: readonly Gate[], frames: readonly FrameQuality[]): GateResult[] {
  return gates.map((gate) => {
    const values = frames.map((frame) => gatedValue(gate.metric, frame)).filter((value) => value !== null);
    const worst = isMoreBetter(gate.metric) ? Math.min : Math.max;
    const value = values.length === 0 ? null : values.reduce((one, other) => worst(one, other));
    return { ...gate, value, passed: passes(gate, value) };
  });
}
