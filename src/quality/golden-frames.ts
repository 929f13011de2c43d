import { ExportError } from '../errors';
import { gateResults, pictureGates, type GateResult } from './gated-frames';
import type { Gate } from './gates';
import { openFrameComparer, type FrameQuality } from './metrics/compare-frames';

/** Which golden frame: a composition may have the same frame in several sizes. */
export interface GoldenFrameKey {
  compositionId: string;
  /** Counted from the composition's first. */
  frame: number;
  width: number;
  height: number;
}

/** A picture as frames are captured: blue, green, red and a fourth byte, top row first, no padding. */
export interface CapturedPicture {
  width: number;
  height: number;
  /** `width × height × 4` bytes. */
  pixels: ArrayBuffer;
}

/** Where golden frames are kept. */
export interface GoldenFrameFiles<Stored extends GoldenFrameKey = GoldenFrameKey> {
  write(key: GoldenFrameKey, pixels: ArrayBuffer): Promise<void>;
  /** Null when there is none. */
  read(key: GoldenFrameKey): Promise<ArrayBuffer | null>;
  list(compositionId?: string): Promise<Stored[]>;
  remove(compositionId: string, one?: Omit<GoldenFrameKey, 'compositionId'>): Promise<void>;
}

export interface GoldenComparison {
  quality: FrameQuality;
  gates: readonly GateResult[];
  /** Whether all gates did. */
  passed: boolean;
}

/**
 * Frames of compositions that were looked at and found right, to hold later ones to. One is never replaced but by `update`.
 *
 * @throws ExportError `invalid-input`: picture-invalid; and what the files throw
 */
export class GoldenFrames<Stored extends GoldenFrameKey = GoldenFrameKey> {
  constructor(private readonly files: GoldenFrameFiles<Stored>) {}

  /** @throws ExportError invalid-input/golden-frame-exists */
  async register(compositionId: string, frame: number, picture: CapturedPicture): Promise<void> {
    const key = keyOf(compositionId, frame, picture);
    if ((await this.files.read(key)) !== null) throw goldenFrameExists(key);
    await this.files.write(key, picture.pixels);
  }

  /** @throws ExportError invalid-input/golden-frame-missing */
  async update(compositionId: string, frame: number, picture: CapturedPicture): Promise<void> {
    const key = keyOf(compositionId, frame, picture);
    const stored = await this.files.list(compositionId);
    // Not read: one that is damaged can be replaced.
    if (!stored.some((one) => isSame(one, key))) throw goldenFrameMissing(key, stored);
    await this.files.write(key, picture.pixels);
  }

  /**
   * Holds a frame to the golden one of its number and size.
   *
   * @throws ExportError invalid-input/golden-frame-missing; RangeError below 11 × 11 pixels
   */
  async compare(
    compositionId: string,
    frame: number,
    picture: CapturedPicture,
    gates: readonly Gate[] = pictureGates,
  ): Promise<GoldenComparison> {
    const key = keyOf(compositionId, frame, picture);
    const golden = await this.files.read(key);
    if (golden === null) throw goldenFrameMissing(key, await this.files.list(compositionId));
    const comparer = await openFrameComparer({ ...sizeOf(picture), pixelOrder: 'bgra' });
    const quality = comparer.compareFrames(new Uint8Array(golden), new Uint8Array(picture.pixels));
    const results = gateResults(gates, [quality]);
    return { quality, gates: results, passed: results.every(({ passed }) => passed) };
  }

  /** All, or those of a composition. */
  list(compositionId?: string): Promise<Stored[]> {
    return this.files.list(compositionId);
  }

  /** Removes a composition's, or one. What is gone already is no error. */
  remove(compositionId: string, one?: Omit<GoldenFrameKey, 'compositionId'>): Promise<void> {
    return this.files.remove(compositionId, one);
  }
}

function sizeOf({ width, height }: CapturedPicture): { width: number; height: number } {
  return { width, height };
}

function keyOf(compositionId: string, frame: number, picture: CapturedPicture): GoldenFrameKey {
  const { width, height } = picture;
  const whole = [frame, width, height].every((value) => Number.isSafeInteger(value) && value >= 0);
  if (!whole || picture.pixels.byteLength !== width * height * 4 || width * height === 0) {
    throw new ExportError('invalid-input', {
      detail: 'picture-invalid',
      stage: 'configure',
      message: `${picture.pixels.byteLength} bytes are no picture of ${width} × ${height} for frame ${frame}.`,
      remedy: 'Give a whole frame number and four bytes for each pixel.',
    });
  }
  return { compositionId, frame, width, height };
}

function isSame(one: GoldenFrameKey, other: GoldenFrameKey): boolean {
  return one.frame === other.frame && one.width === other.width && one.height === other.height;
}

export function goldenFrameExists({ compositionId, frame }: GoldenFrameKey): ExportError {
  return new ExportError('invalid-input', {
    detail: 'golden-frame-exists',
    stage: 'configure',
    message: `Frame ${frame} of ${compositionId} has a golden frame of this size already.`,
    remedy: 'Update it, if the new picture is the right one.',
    frame,
  });
}

export function goldenFrameMissing(
  { compositionId, frame, width, height }: GoldenFrameKey,
  stored: readonly GoldenFrameKey[],
): ExportError {
  const sizes = stored.filter((one) => one.frame === frame).map((one) => `${one.width} × ${one.height}`);
  return new ExportError('invalid-input', {
    detail: 'golden-frame-missing',
    stage: 'configure',
    message:
      `Frame ${frame} of ${compositionId} has no golden frame of ${width} × ${height}` +
      (sizes.length === 0 ? '.' : `, only of ${sizes.join(', ')}.`),
    remedy: 'Register it first, or draw the frame in a size that is there.',
    frame,
  });
}
