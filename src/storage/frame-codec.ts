/**
 * A lossless code for captured frames, made to cost an export little: one pass over 32-bit pixels. A frame is coded
 * against the one before it. All four bytes of a pixel come back exactly.
 *
 * Every run or pixel begins with one of these bytes:
 *
 * | Byte      | Followed by      | Meaning                                                                   |
 * | --------- | ---------------- | ------------------------------------------------------------------------- |
 * | 00 … 7f   |                  | near the base: green −4 … 3, red and blue against green −2 … 1            |
 * | 80 … bf   | 1 byte           | near the base: green −32 … 31, red and blue against green −8 … 7          |
 * | c0 … de   | 4 bytes if de    | a run of the pixel to the left                                            |
 * | df        |                  | from here on the base is the other one: pixel to the left, pixel before   |
 * | e0 … fd   | 4 bytes if fd    | a run of pixels as they were in the frame before                          |
 * | fe        | 3 bytes          | blue, green, red; the fourth byte as in the base                          |
 * | ff        | 4 bytes          | all four                                                                  |
 */
const op = {
  small: 0,
  medium: 0x80,
  left: 0xc0,
  switchBase: 0xdf,
  unchanged: 0xe0,
  colour: 0xfe,
  pixel: 0xff,
} as const;

/** Runs up to these lengths take one byte. */
const shortRun = { left: 30, unchanged: 29 } as const;

/** What the very first pixel finds to its left. */
const beforeFirst = 0xff000000 | 0;

/** Pixels from one choice of the base to the next, and from one sample of that choice to the next. */
const bandPixels = 2048;
const sampleStep = 31;

/** The room `encodeFrame` needs beyond its limit: what a band can take at most. */
export const encodingMarginBytes = bandPixels * 5 + 1;

/**
 * Codes a frame against the one before it, which becomes equal to it on the way. A key frame is coded against zeros.
 *
 * @param frame one little-endian word a pixel, at most 2³⁰
 * @param into at least `limit + encodingMarginBytes` long
 * @returns the length in bytes; null when it would exceed `limit`, with `before` in no defined state
 */
export function encodeFrame(frame: Int32Array, before: Int32Array, into: Uint8Array, limit: number): number | null {
  const count = frame.length;
  let at = 0;
  let bandEnd = 0;
  let temporal = false;
  for (let i = 0, left = beforeFirst; i < count; left = frame[i - 1]!) {
    if (i >= bandEnd) {
      if (at > limit) return null;
      bandEnd = i + bandPixels;
      const wanted = isNearerToBefore(frame, before, i, Math.min(bandEnd, count));
      if (wanted !== temporal) into[at++] = op.switchBase;
      temporal = wanted;
    }
    const pixel = frame[i]!;
    const old = before[i]!;
    if (pixel === old) {
      const start = i++;
      while (i < count && frame[i] === before[i]) i++;
      at = writeRun(into, at, op.unchanged, shortRun.unchanged, i - start);
    } else if (pixel === left) {
      const start = i;
      do before[i++] = pixel;
      while (i < count && frame[i] === pixel && before[i] !== pixel);
      at = writeRun(into, at, op.left, shortRun.left, i - start);
    } else {
      before[i++] = pixel;
      at = writePixel(into, at, pixel, temporal ? old : left);
    }
  }
  return at > limit ? null : at;
}

/** Turns the frame before into the coded one, in place. @returns false when the bytes are no such frame */
export function decodeFrame(bytes: Uint8Array, frame: Int32Array): boolean {
  const count = frame.length;
  let at = 0;
  let temporal = false;
  for (let i = 0; i < count;) {
    const tag = bytes[at++];
    if (tag === undefined) return false;
    const left = i === 0 ? beforeFirst : frame[i - 1]!;
    const base = temporal ? frame[i]! : left;
    if (tag < op.medium) {
      frame[i++] = moved(base, (tag >> 4) - 4, ((tag >> 2) & 3) - 2, (tag & 3) - 2);
    } else if (tag < op.left) {
      const byte = bytes[at++]!;
      frame[i++] = moved(base, (tag & 63) - 32, (byte >> 4) - 8, (byte & 15) - 8);
    } else if (tag === op.switchBase) {
      temporal = !temporal;
    } else if (tag < op.colour) {
      const isLeft = tag < op.unchanged;
      const length = tag - (isLeft ? op.left : op.unchanged) + 1;
      const isLong = length > (isLeft ? shortRun.left : shortRun.unchanged);
      const end = i + (isLong ? readWord(bytes, at) : length);
      if (isLong) at += 4;
      if (end <= i || end > count) return false;
      if (isLeft) while (i < end) frame[i++] = left;
      else i = end;
    } else if (tag === op.colour) {
      frame[i++] = (base & 0xff000000) | bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
      at += 3;
    } else {
      frame[i++] = readWord(bytes, at);
      at += 4;
    }
  }
  return at === bytes.length;
}

function isNearerToBefore(frame: Int32Array, before: Int32Array, start: number, end: number): boolean {
  let toLeft = 0;
  let toBefore = 0;
  for (let i = start + 1; i < end; i += sampleStep) {
    const pixel = frame[i]!;
    toLeft += distance(pixel, frame[i - 1]!);
    toBefore += distance(pixel, before[i]!);
  }
  return toBefore < toLeft;
}

function distance(a: number, b: number): number {
  return (
    Math.abs(signedByte(a - b)) +
    Math.abs(signedByte((a >> 8) - (b >> 8))) +
    Math.abs(signedByte((a >> 16) - (b >> 16)))
  );
}

/** The lowest byte as −128 … 127. */
function signedByte(value: number): number {
  return (value << 24) >> 24;
}

function writeRun(into: Uint8Array, at: number, first: number, short: number, length: number): number {
  if (length <= short) {
    into[at] = first + length - 1;
    return at + 1;
  }
  into[at] = first + short;
  into[at + 1] = length;
  into[at + 2] = length >> 8;
  into[at + 3] = length >> 16;
  into[at + 4] = length >> 24;
  return at + 5;
}

function writePixel(into: Uint8Array, at: number, pixel: number, base: number): number {
  const green = signedByte((pixel >> 8) - (base >> 8));
  const red = signedByte((pixel >> 16) - (base >> 16)) - green;
  const blue = signedByte(pixel - base) - green;
  const sameFourth = (pixel ^ base) >>> 24 === 0;
  // One test for three ranges: a value outside sets a high bit, a negative one all of them.
  if (sameFourth && (((green + 32) | ((red + 8) << 2) | ((blue + 8) << 2)) & ~63) === 0) {
    if ((((green + 4) | ((red + 2) << 1) | ((blue + 2) << 1)) & ~7) === 0) {
      into[at] = op.small | ((green + 4) << 4) | ((red + 2) << 2) | (blue + 2);
      return at + 1;
    }
    into[at] = op.medium | (green + 32);
    into[at + 1] = ((red + 8) << 4) | (blue + 8);
    return at + 2;
  }
  into[at] = sameFourth ? op.colour : op.pixel;
  into[at + 1] = pixel;
  into[at + 2] = pixel >> 8;
  into[at + 3] = pixel >> 16;
  if (sameFourth) return at + 4;
  into[at + 4] = pixel >> 24;
  return at + 5;
}

/** A pixel so far from its base; red and blue are given against green. */
function moved(base: number, green: number, red: number, blue: number): number {
  return (
    (base & 0xff000000) |
    ((((base >> 16) + green + red) & 255) << 16) |
    ((((base >> 8) + green) & 255) << 8) |
    ((base + green + blue) & 255)
  );
}

function readWord(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
