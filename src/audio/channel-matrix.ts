/** How much of one source channel goes to the left and to the right. */
export type StereoWeights = readonly [left: number, right: number];

/**
 * One pair of weights per source channel: downmix, pan and gain in one step.
 *
 * The downmix is the `speakers` one of Web Audio (§4.4): mono to both sides, quad and 5.1 by its formulas (no LFE); of
 * any other count the first two channels are left and right and the rest is dropped. With `pan`, what comes out of it
 * goes through the equal-power algorithm of `StereoPannerNode` (§1.31), whose centre lowers a mono source by 3 dB;
 * without, a mono source keeps its level on both sides, as in a graph without a panner.
 */
export function stereoWeights(channelCount: number, pan: number | undefined, gain: number): StereoWeights[] {
  const panned = pan === undefined ? unpanned : channelCount === 1 ? panMono(pan) : panStereo(pan);
  return downmix(channelCount).map(([left, right]) => [
    gain * (left * panned.left[0] + right * panned.right[0]),
    gain * (left * panned.left[1] + right * panned.right[1]),
  ]);
}

/** Where the left and the right of a picture of the sound go. */
interface Panning {
  left: StereoWeights;
  right: StereoWeights;
}

const unpanned: Panning = { left: [1, 0], right: [0, 1] };

/** Mono stands on both sides after the downmix, so each side takes from its own. */
function panMono(pan: number): Panning {
  const angle = ((pan + 1) / 2) * (Math.PI / 2);
  return { left: [Math.cos(angle), 0], right: [0, Math.sin(angle)] };
}

function panStereo(pan: number): Panning {
  const angle = (pan <= 0 ? pan + 1 : pan) * (Math.PI / 2);
  return pan <= 0
    ? { left: [1, 0], right: [Math.cos(angle), Math.sin(angle)] }
    : { left: [Math.cos(angle), Math.sin(angle)], right: [0, 1] };
}

function downmix(channelCount: number): StereoWeights[] {
  switch (channelCount) {
    case 1:
      return [[1, 1]];
    case 4: // L, R, SL, SR
      return [
        [0.5, 0],
        [0, 0.5],
        [0.5, 0],
        [0, 0.5],
      ];
    case 6: // L, R, C, LFE, SL, SR
      return [
        [1, 0],
        [0, 1],
        [Math.SQRT1_2, Math.SQRT1_2],
        [0, 0],
        [Math.SQRT1_2, 0],
        [0, Math.SQRT1_2],
      ];
    default:
      return [
        [1, 0],
        [0, 1],
      ];
  }
}
