import type { CapturedFrames } from '../quality/watch-film';
import { unpackFingerprints } from '../quality/packed-fingerprints';
import { samplePixels } from '../storage/segment-reference';
import type { FramesAsShown } from './expected-frames';
import { ReferenceSampler } from './reference-sampler';

/** What frames drawn for a check will be held against a file by. */
export interface DrawnFilm extends FramesAsShown {
  /** Of those drawn. */
  frameCount: number;
  /** Those that are kept whole, lossless. */
  sample: readonly number[];
}

/** Frames as they are drawn for the check of a file: a fingerprint of each, and some of them whole. */
export class DrawnReference {
  private readonly begun: Promise<void>;
  private readonly sampler: ReferenceSampler;

  constructor(private readonly film: DrawnFilm) {
    this.sampler = new ReferenceSampler(film);
    this.begun = this.sampler.begin({ samples: film.sample, fingerprints: true });
  }

  /** In order, each once. The buffer is the caller's again. */
  async take(frame: number, pixels: ArrayBuffer): Promise<void> {
    await this.begun;
    this.sampler.take(frame, pixels);
  }

  /** After the last frame. */
  captured(): CapturedFrames {
    const { width, height, frameCount } = this.film;
    const reference = this.sampler.end({ index: 0, first: 0, count: frameCount });
    const samples = new Map(reference?.samples.map((sample) => [sample.frame, sample]));
    return {
      fingerprints: reference && unpackFingerprints(reference.fingerprints),
      sampledFrames: [...samples.keys()],
      sample(frame) {
        const sample = samples.get(frame);
        return Promise.resolve(sample ? samplePixels(sample, width * height) : null);
      },
    };
  }
}
