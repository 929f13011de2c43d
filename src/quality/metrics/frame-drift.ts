import { fingerprintDistance, type FrameFingerprint } from './fingerprint';
import { median, type FrameAlignment } from './frame-alignment';

/** A decoded frame and how far it is from what it shows. */
export interface FrameFinding {
  frame: number;
  amount: number;
}

export interface DriftLimits {
  /** A frame is blurred when less than this share of its source's sharpness is left. */
  leastSharpness: number;
  /** Codes of mean luma. */
  mostShift: number;
  /** Codes, see {@link FrameDrift.flicker}. */
  mostFlicker: number;
}

/** A codec at low rates loses half the sharpness of grain; of forms and letters it does not. */
export const driftLimits: DriftLimits = { leastSharpness: 0.5, mostShift: 2, mostFlicker: 1 };

export interface FrameDrift {
  /** Frames that are blurred, by the share of sharpness left: the variance of the Laplacian over the source's. */
  blurred: FrameFinding[];
  /** Of all frames that have any sharpness to lose; 1 without such. */
  medianSharpness: number;
  /** Frames brighter or darker than their source, by codes of mean luma. */
  shifted: FrameFinding[];
  medianShift: number;
  /**
   * Frames at which the difference to the source jumps: its change since the frame before, mean over the grid's cells, in
   * codes. Not at cuts: there a codec's loss is another, as the picture is.
   */
  flicker: FrameFinding[];
}

/** Below this variance there is nothing to blur: gradients and flat areas. */
const leastToBlur = 16;
/** Frames further apart than this, in codes, are a cut. */
const cut = 12;

export function checkFrameDrift(
  source: readonly FrameFingerprint[],
  decoded: readonly FrameFingerprint[],
  { sourceOf }: FrameAlignment,
  limits: DriftLimits = driftLimits,
): FrameDrift {
  const shown = (frame: number): FrameFingerprint => source[sourceOf[frame]!]!;
  const findings = (amount: (fingerprint: FrameFingerprint, frame: number) => number): FrameFinding[] =>
    decoded.map((fingerprint, frame) => ({ frame, amount: amount(fingerprint, frame) }));
  const sharpness = findings(({ sharpness }, frame) => sharpness / shown(frame).sharpness).filter(
    ({ frame }) => shown(frame).sharpness >= leastToBlur,
  );
  const shifts = findings(({ mean }, frame) => mean - shown(frame).mean);
  const jumps = findings((fingerprint, frame) => {
    if (frame === 0 || fingerprintDistance(shown(frame - 1), shown(frame)) > cut) return 0;
    return residualChange([decoded[frame - 1]!, shown(frame - 1)], [fingerprint, shown(frame)]);
  });
  return {
    blurred: sharpness.filter(({ amount }) => amount < limits.leastSharpness),
    medianSharpness: sharpness.length === 0 ? 1 : median(sharpness.map(({ amount }) => amount)),
    shifted: shifts.filter(({ amount }) => Math.abs(amount) > limits.mostShift),
    medianShift: median(shifts.map(({ amount }) => amount)),
    flicker: jumps.filter(({ amount }) => amount > limits.mostFlicker),
  };
}

type DecodedAndSource = readonly [decoded: FrameFingerprint, source: FrameFingerprint];

function residualChange([decodedBefore, sourceBefore]: DecodedAndSource, [decoded, source]: DecodedAndSource): number {
  let sum = 0;
  for (let cell = 0; cell < decoded.luma.length; cell++) {
    const before = decodedBefore.luma[cell]! - sourceBefore.luma[cell]!;
    sum += Math.abs(decoded.luma[cell]! - source.luma[cell]! - before);
  }
  return sum / decoded.luma.length / 256;
}
