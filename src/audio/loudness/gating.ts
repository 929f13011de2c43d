/** Loudness in LUFS of a weighted mean square (BS.1770-4, equation 2); null where that is zero. */
export function loudnessOf(energy: number): number | null {
  return energy > 0 ? -0.691 + 10 * Math.log10(energy) : null;
}

/** The weighted mean square of a loudness. */
export function energyOf(lufs: number): number {
  return 10 ** ((lufs + 0.691) / 10);
}

/** BS.1770-4: blocks below are no part of a programme, LUFS. */
const absoluteGate = energyOf(-70);

/**
 * Integrated loudness in LUFS of blocks of 400 ms, their starts 100 ms apart (BS.1770-4, equations 5 to 7).
 *
 * @param gain factor of energy the blocks are taken with: the loudness the sound would have if it were amplified
 * @returns null where no block is above the absolute gate
 */
export function integratedLoudness(blocks: Float64Array, gain = 1): number | null {
  const programme = meanAbove(blocks, absoluteGate / gain);
  if (programme === null) return null;
  // Relative gate: 10 LU below what passes the absolute one.
  const gated = meanAbove(blocks, Math.max(absoluteGate / gain, programme / 10));
  return gated === null ? null : loudnessOf(gated * gain);
}

/**
 * Loudness range in LU of short-term windows, 100 ms apart (EBU Tech 3342): from the 10th to the 95th percentile of what
 * is above −70 LUFS and not more than 20 LU below the mean of that.
 */
export function loudnessRange(windows: Float64Array): number | null {
  const programme = meanAbove(windows, absoluteGate);
  if (programme === null) return null;
  const gate = Math.max(absoluteGate, programme / 100);
  const gated = windows.filter((energy) => energy > gate).sort();
  if (gated.length === 0) return null;
  const at = (share: number): number => gated[Math.round((gated.length - 1) * share)]!;
  return 10 * Math.log10(at(0.95) / at(0.1));
}

/** Null where nothing is above. */
function meanAbove(energies: Float64Array, gate: number): number | null {
  let sum = 0;
  let count = 0;
  for (const energy of energies) {
    if (energy > gate) {
      sum += energy;
      count++;
    }
  }
  return count === 0 ? null : sum / count;
}
