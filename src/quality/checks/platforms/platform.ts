import type { ContainerKind } from '../file-facts';

/** Both ends inclusive. */
export type Limits = readonly [least: number, most: number];

/** What a rule demands, and what becomes of a file that does not meet it. */
export interface Rule<Value> {
  value: Value;
  /** `fail`: the platform refuses the file. `warn`: it takes it, and makes it worse. */
  otherwise: 'fail' | 'warn';
  /** What to do. */
  remedy: string;
}

/** What a platform says of the files it takes. What it does not say is absent. Plain data. */
export interface Platform {
  id: string;
  label: string;
  /** Where the rules stand. */
  source: string;
  containers: Rule<readonly ContainerKind[]>;
  videoCodecs: Rule<readonly string[]>;
  audioCodecs?: Rule<readonly string[]>;
  /** Pixels of the picture's width and height. */
  width?: Rule<Limits>;
  height?: Rule<Limits>;
  /** `1920 × 1080` */
  sizes?: Rule<readonly string[]>;
  /** Width by height, as shown. */
  aspect?: Rule<Limits>;
  frameRate?: Rule<Limits>;
  /** Frames a second, of which it must be one. */
  frameRates?: Rule<readonly number[]>;
  interlaced?: Rule<boolean>;
  /** Bits/s of picture and sound. */
  bitrate?: Rule<Limits>;
  /** Hz. */
  sampleRates?: Rule<readonly number[]>;
  channels?: Rule<Limits>;
  /** Seconds. */
  duration?: Rule<Limits>;
  /** Bytes. */
  fileSize?: Rule<Limits>;
  fastStart?: Rule<boolean>;
  noEditLists?: Rule<boolean>;
  squarePixels?: Rule<boolean>;
  constantFrameRate?: Rule<boolean>;
  /** LUFS. */
  loudness?: Rule<Limits>;
  /** bits/s by lines of the picture, of 24 … 30 and of 48 … 60 frames/s, of which a file should have about as much. */
  recommendedRates?: Rule<readonly (readonly [lines: number, low: number, high: number])[]>;
}
