import type { LoudnessReport } from '../audio-source';

/** What whoever asked for a loudness should be told; null: it was reached. */
export function loudnessWarning({ outcome, target, after }: Omit<LoudnessReport, 'warning'>): string | null {
  switch (outcome) {
    case 'reached':
      return null;
    case 'missed':
      return `The sound has come to ${lufs(after.integrated)} instead of ${lufs(target.lufs)}: its peaks are too high for more below ${target.truePeakCeiling} dBTP.`;
    case 'silent':
      return 'The sound is silent, or nearly so: its loudness was left as it is.';
    case 'too-short':
      return 'The sound is shorter than 0.4 seconds, which has no loudness: it was left as it is.';
    case 'damaged':
      return 'The sound holds samples that are not numbers: its loudness was left as it is.';
  }
}

function lufs(loudness: number | null): string {
  return loudness === null ? 'silence' : `${loudness.toFixed(1)} LUFS`;
}
