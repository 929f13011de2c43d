/** Bits of the machine-readable frame number. */
const bits = 16;

/**
 * Draws a frame number that survives any codec: a row of black and white squares, most significant bit first, over a
 * moving background that keeps the encoder honest.
 */
export function drawFrameCode(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  frame: number,
  width: number,
  height: number,
): void {
  const hue = (frame * 7) % 360;
  const gradient = context.createLinearGradient(0, 0, width, height);
  gradient.addColorStop(0, `hsl(${hue} 70% 45%)`);
  gradient.addColorStop(1, `hsl(${(hue + 120) % 360} 70% 25%)`);
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
  const size = width / bits;
  for (let bit = 0; bit < bits; bit++) {
    context.fillStyle = (frame >> (bits - 1 - bit)) & 1 ? '#fff' : '#000';
    context.fillRect(bit * size, 0, size, Math.min(size, height / 2));
  }
}

/** Reads the number back from packed RGB pixels of one frame. */
export function readFrameCode(rgb: Uint8Array, width: number, height: number, offset = 0): number {
  const size = width / bits;
  const y = Math.floor(Math.min(size, height / 2) / 2);
  let frame = 0;
  for (let bit = 0; bit < bits; bit++) {
    const x = Math.floor((bit + 0.5) * size);
    const green = rgb[offset + (y * width + x) * 3 + 1]!;
    frame = frame * 2 + (green > 127 ? 1 : 0);
  }
  return frame;
}

/** The numbers of all frames of a packed RGB recording. */
export function readFrameCodes(rgb: Uint8Array, width: number, height: number): number[] {
  const frameBytes = width * height * 3;
  return Array.from({ length: rgb.length / frameBytes }, (_, index) =>
    readFrameCode(rgb, width, height, index * frameBytes),
  );
}
