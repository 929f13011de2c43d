/** How loud a file is to be. Plain data: stored with the export and sent to workers. */
export interface LoudnessSettings {
  /** A delivery norm by id, or integrated loudness in LUFS, −70 … 0. */
  target: LoudnessTargetId | number;
  /** dBTP, −20 … 0. Default: what the norm asks, −1 with a number. */
  truePeakCeiling?: number;
}

export type LoudnessTargetId = keyof typeof loudnessTargets;

export interface LoudnessTarget {
  /** Integrated, LUFS. */
  lufs: number;
  /** dBTP. */
  truePeakCeiling: number;
}

/** EBU R 128 and ATSC A/85 as published; for the others there is usage, but no standard. */
export const loudnessTargets = {
  'ebu-r128': { label: 'EBU R 128', lufs: -23, truePeakCeiling: -1 },
  'atsc-a85': { label: 'ATSC A/85', lufs: -24, truePeakCeiling: -2 },
  podcast: { label: 'podcast', lufs: -16, truePeakCeiling: -1 },
  streaming: { label: 'streaming', lufs: -14, truePeakCeiling: -1 },
} as const;

export const loudnessTargetIds = Object.keys(loudnessTargets) as LoudnessTargetId[];

export function loudnessTarget({ target, truePeakCeiling }: LoudnessSettings): LoudnessTarget {
  const norm = typeof target === 'number' ? { lufs: target, truePeakCeiling: -1 } : loudnessTargets[target];
  return { lufs: norm.lufs, truePeakCeiling: truePeakCeiling ?? norm.truePeakCeiling };
}

/** Whether there is such a norm, and whether its numbers are in range. */
export function isLoudness({ target, truePeakCeiling = 0 }: LoudnessSettings): boolean {
  const isTarget = typeof target === 'number' ? target >= -70 && target <= 0 : Object.hasOwn(loudnessTargets, target);
  return isTarget && truePeakCeiling >= -20 && truePeakCeiling <= 0;
}
