/** Luma of two frames of one size, rows `stride` bytes apart. */
export interface LumaFrames {
  source: Uint8Array;
  output: Uint8Array;
  width: number;
  height: number;
  stride: number;
}

/** What a codec added that its source does not have. 0: nothing. */
export interface Artifacts {
  /** See {@link bandingOf}. */
  banding: number;
  /** See {@link blockingOf}. */
  blocking: number;
}

/** Looks at every so many rows, and columns: what is sought is wider than that. */
const lineStep = 8;

export function measureArtifacts(frames: LumaFrames): Artifacts {
  return { banding: bandingOf(frames), blocking: blockingOf(frames) };
}

/** One line of pixels across either frame. */
interface Line {
  start: number;
  /** From one pixel to the next. */
  step: number;
  length: number;
}

function* lines({ width, height, stride }: LumaFrames): Generator<Line> {
  for (let y = 1; y < height; y += lineStep) yield { start: y * stride, step: 1, length: width };
  for (let x = 1; x < width; x += lineStep) yield { start: x, step: stride, length: height };
}

/** So far a step may grow where a codec does no more than round: limited range has fewer codes. */
const rounding = 1;

const blockLength = 8;

/**
 * Edges on the grid of 8 × 8 blocks that the source does not have, in codes of luma: how much more steeper than in the
 * source the output is across a border of blocks than within blocks, where the source is smooth. That is, with
 * g = max(0, |output step| − |source step|), capped at 16, over steps of at most 2 in a source whose neighbouring steps are
 * no greater: the mean g on borders less the mean g elsewhere.
 */
export function blockingOf(frames: LumaFrames): number {
  const { source, output } = frames;
  let [border, borders, inside, insides] = [0, 0, 0, 0];
  for (const { start, step, length } of lines(frames)) {
    for (let index = 2; index < length - 1; index++) {
      const at = start + index * step;
      const own = Math.abs(source[at]! - source[at - step]!);
      if (own > 2 || Math.abs(source[at + step]! - source[at - 2 * step]!) > 6) continue;
      const added = Math.min(16, Math.max(0, Math.abs(output[at]! - output[at - step]!) - own - rounding));
      if (index % blockLength === 0) {
        border += added;
        borders++;
      } else {
        inside += added;
        insides++;
      }
    }
  }
  return borders === 0 || insides === 0 ? 0 : Math.max(0, border / borders - inside / insides);
}

const windowLength = 64;
const bandEdge = 4;

/**
 * False contours in gradients. Where the source rises or falls by 3 to 48 codes within 64 pixels, no step of it above 1, it
 * should do so evenly. The score is the mean over such windows of how much more of that way the output goes within its
 * steepest 4 pixels than the source does within its own, as a share: 0 as even as the source, towards 1 a single step.
 */
export function bandingOf(frames: LumaFrames): number {
  const { source, output } = frames;
  let [sum, windows] = [0, 0];
  for (const { start, step, length } of lines(frames)) {
    for (let from = 0; from + windowLength < length; from += windowLength / 2) {
      const at = start + from * step;
      const way = gradientOf(source, at, step);
      if (way === 0) continue;
      const added = steepest(output, at, step) - steepest(source, at, step) - rounding;
      sum += Math.min(1, Math.max(0, added) / way);
      windows++;
    }
  }
  return windows === 0 ? 0 : sum / windows;
}

/** How far luma goes in a window, if it goes one way in steps of 1; else 0. */
function gradientOf(plane: Uint8Array, at: number, step: number): number {
  const way = plane[at + windowLength * step]! - plane[at]!;
  const size = Math.abs(way);
  if (size < 3 || size > 48) return 0;
  for (let index = 0; index < windowLength; index++) {
    const here = at + index * step;
    if (Math.abs(plane[here + step]! - plane[here]!) > 1) return 0;
  }
  return size;
}

function steepest(plane: Uint8Array, at: number, step: number): number {
  let most = 0;
  for (let index = 0; index + bandEdge <= windowLength; index++) {
    const here = at + index * step;
    most = Math.max(most, Math.abs(plane[here + bandEdge * step]! - plane[here]!));
  }
  return most;
}
