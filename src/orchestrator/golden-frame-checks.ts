import * as Comlink from 'comlink';
import type { Composition } from '../composition/composition';
import { toFrameRate } from '../composition/frame-rate';
import { ExportError } from '../errors';
import type { Gate } from '../quality/gates';
import {
  goldenFrameExists,
  goldenFrameMissing,
  type CapturedPicture,
  type GoldenComparison,
  type GoldenFrameFiles,
  type GoldenFrameKey,
} from '../quality/golden-frames';
import { GoldenFrameStore } from '../storage/golden-frame-store';
import type { ExportWorkers } from '../workers/export-workers';
import { drawFrames } from './draw-frames';

export interface GoldenFrameOptions {
  /** Pixels. Default: the composition's own. */
  width?: number;
  height?: number;
  signal?: AbortSignal;
}

/** How a frame of today differs from the golden one. */
export interface GoldenFrameComparison extends GoldenFrameKey, GoldenComparison {}

/** A composition, and whose golden frames. */
interface GoldenWork {
  composition: Composition;
  /** Counted at the composition's own rate; absent: all that are stored. */
  frames: readonly number[] | undefined;
  options: GoldenFrameOptions;
}

type QualityWorker = Pick<ExportWorkers, 'quality'>;

/** Draws golden frames of compositions, in whatever place they are kept. */
export class GoldenFrameChecks {
  private readonly files: GoldenFrameFiles;
  private readonly proxy: GoldenFrameFiles | undefined;

  /** @param own where the host keeps them; absent: in the browser */
  constructor(own: GoldenFrameFiles | undefined) {
    this.files = own ?? new GoldenFrameStore();
    this.proxy = own && Comlink.proxy(own);
  }

  async register({ quality }: QualityWorker, work: GoldenWork): Promise<GoldenFrameKey[]> {
    const keys = this.wanted(work);
    const stored = await this.files.list(work.composition.id);
    const there = keys.find((key) => stored.some((one) => isSame(one, key)));
    if (there) throw goldenFrameExists(there);
    await draw(work, keys, (key, picture) =>
      quality.call((api) => api.writeGolden('register', key, picture, this.proxy)),
    );
    return keys;
  }

  async update({ quality }: QualityWorker, work: GoldenWork): Promise<GoldenFrameKey[]> {
    const keys = await this.stored(work);
    await draw(work, keys, (key, picture) =>
      quality.call((api) => api.writeGolden('update', key, picture, this.proxy)),
    );
    return keys;
  }

  async compare(
    { quality }: QualityWorker,
    work: GoldenWork,
    gates: readonly Gate[] | undefined,
  ): Promise<GoldenFrameComparison[]> {
    const keys = await this.stored(work);
    const results: GoldenFrameComparison[] = [];
    await draw(work, keys, async (key, picture) => {
      const found = await quality.call<GoldenComparison>((api) => api.compareGolden(key, picture, gates, this.proxy));
      results.push({ ...key, ...found });
    });
    return results;
  }

  list(compositionId: string | undefined): Promise<GoldenFrameKey[]> {
    return this.files.list(compositionId);
  }

  remove(compositionId: string, one: Omit<GoldenFrameKey, 'compositionId'> | undefined): Promise<void> {
    return this.files.remove(compositionId, one);
  }

  private wanted({ composition, frames = [], options }: GoldenWork): GoldenFrameKey[] {
    const { width = composition.width, height = composition.height } = options;
    const inOrder = [...new Set(frames)].sort((one, other) => one - other);
    return inOrder.map((frame) => ({ compositionId: composition.id, frame, width, height }));
  }

  /** Those asked for, which must be there, or all that are. */
  private async stored(work: GoldenWork): Promise<GoldenFrameKey[]> {
    const { composition, frames, options } = work;
    const { width, height } = options;
    const stored = await this.files.list(composition.id);
    if (frames) {
      const keys = this.wanted(work);
      const absent = keys.find((key) => !stored.some((one) => isSame(one, key)));
      if (absent) throw goldenFrameMissing(absent, stored);
      return keys;
    }
    const own = stored.filter((key) => (width ?? key.width) === key.width && (height ?? key.height) === key.height);
    if (own.length === 0) throw noneStored(composition.id);
    return own.map(({ compositionId, frame, width: across, height: down }) => ({
      ...{ compositionId, frame, width: across, height: down },
    }));
  }
}

/** In one walk for each size. */
async function draw(
  { composition, options }: GoldenWork,
  keys: readonly GoldenFrameKey[],
  use: (key: GoldenFrameKey, picture: CapturedPicture) => Promise<void>,
): Promise<void> {
  const frameRate = toFrameRate(composition.frameRate);
  const signal = options.signal ?? new AbortController().signal;
  const sizes = new Map(keys.map(({ width, height }) => [`${width}x${height}`, { width, height }]));
  for (const { width, height } of sizes.values()) {
    const alike = keys.filter((key) => key.width === width && key.height === height);
    const byFrame = new Map(alike.map((key) => [key.frame, key]));
    const wanted = { width, height, frameRate, frames: [...byFrame.keys()], signal };
    await drawFrames(composition, wanted, async (frame, pixels) => {
      await use(byFrame.get(frame)!, { width, height, pixels });
      return pixels;
    });
  }
}

function isSame(one: GoldenFrameKey, other: GoldenFrameKey): boolean {
  return one.frame === other.frame && one.width === other.width && one.height === other.height;
}

function noneStored(compositionId: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'golden-frame-missing',
    stage: 'configure',
    message: `${compositionId} has no golden frames.`,
    remedy: 'Register some first.',
  });
}
