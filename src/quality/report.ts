import type { Gate } from './gates';
import type { FrameQuality } from './metrics/compare-frames';

/** What a check is about, and what the score is given by. */
export type CheckCategory = 'visual' | 'consistency' | 'technical' | 'sound' | 'compliance';

/** `info` tells without judging; `skipped` says that it could not be looked at, and why. */
export type CheckStatus = 'pass' | 'warn' | 'fail' | 'info' | 'skipped';

/** What became of one check. Plain data. */
export interface CheckResult {
  /** Stable, kebab-case, unique in a report: `frame-count`, `colour-tags`. */
  id: string;
  category: CheckCategory;
  title: string;
  status: CheckStatus;
  /** One sentence: what was found. */
  message: string;
  /** What to do about it, where something is wrong. */
  remedy?: string;
  /** The standard, platform page or rule it comes from. */
  source: string;
  measured?: string | number;
  expected?: string | number;
  /** Frames of the export it concerns, at most some twenty. */
  frames?: readonly number[];
}

/** One sampled frame against what was captured. */
export interface SampledFrame extends FrameQuality {
  /** Counted from the first exported. */
  frame: number;
  /** Of alpha, in dB; absent of opaque pictures. */
  alphaPsnr?: number;
  /** Against the source put through the format's own subsampling and depth; absent where that is the source itself. */
  reference?: FrameQuality;
}

/** One of the worst frames, to be looked at: PNG or JPEG as data URLs. */
export interface WorstFrame {
  frame: number;
  /** By which metric it is among the worst. */
  metric: string;
  source: string;
  output: string;
  difference: string;
}

/** Loudness of a file's sound. LUFS, LU and dBTP; null: silence. */
export interface SoundFigures {
  integrated: number | null;
  range: number | null;
  momentaryMax: number | null;
  shortTermMax: number | null;
  truePeak: number | null;
}

export type Recommendation = 'approve' | 'review' | 'reject';

/** Everything that was found of a file. Plain data, JSON as it is. */
export interface QualityReport {
  schema: 'stepframe-quality-report';
  version: 1;
  /** `sha256` is empty where it was not taken: of a file too large for it, or one that was not looked at. */
  file: { name: string; byteLength: number; sha256: string; mimeType: string };
  /** What it was compared with: the frames captured for it, another file, or nothing. */
  reference: 'captured' | 'composition' | 'frames' | 'file' | 'none';
  picture: {
    width: number;
    height: number;
    frameRate: string;
    frames: number;
    codec: string;
    durationSeconds: number;
  } | null;
  sound: ({ codec: string; sampleRate: number; channels: number } & SoundFigures) | null;
  score: { total: number; categories: Partial<Record<CheckCategory, number>> };
  recommendation: Recommendation;
  /** What to do, in words, the most important first. */
  recommendations: readonly string[];
  checks: readonly CheckResult[];
  sampled: readonly SampledFrame[];
  /** What the sampled frames are held to; absent: nothing. */
  gates?: readonly Gate[];
  worst: readonly WorstFrame[];
  series: {
    /** Bits a second, one value a second of the film. */
    bitrate: readonly number[];
    /** LUFS every `loudnessStep` seconds; null: silence. */
    momentary: readonly (number | null)[];
    shortTerm: readonly (number | null)[];
    loudnessStep: number;
    /** LUFS the sound was to have; absent: none was asked for. */
    loudnessTarget?: number;
    /** Counts of ΔE2000 in steps of 0.25 from 0, the last for all beyond. */
    deltaEHistogram: readonly number[];
  };
  /** Milliseconds the check took. */
  tookMs: number;
}
