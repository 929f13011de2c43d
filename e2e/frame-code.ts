/**
 * A frame's number as 16 squares, black for 0 and white for 1, the highest bit first, in 4 columns and 4 rows that
 * fill the picture. The squares are far larger than a codec's blocks, so any decoded frame can be read back.
 */
const bits = 16;
const columns = 4;
const rows = bits / columns;

export function drawFrameCode(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  frame: number,
): void {
  const { width, height } = context.canvas;
  for (let bit = 0; bit < bits; bit++) {
    context.fillStyle = (frame >> (bits - 1 - bit)) & 1 ? 'white' : 'black';
    const [x, y] = [bit % columns, Math.floor(bit / columns)];
    context.fillRect((x * width) / columns, (y * height) / rows, width / columns, height / rows);
  }
}

/**
 * Reads the number from a picture of one byte per pixel (luma), by the middle of each square.
 *
 * @throws RangeError when a square is neither black nor white
 */
export function readFrameCode(luma: Uint8Array, width: number, height: number): number {
  let frame = 0;
  for (let bit = 0; bit < bits; bit++) {
    const x = Math.floor((((bit % columns) + 0.5) * width) / columns);
    const y = Math.floor(((Math.floor(bit / columns) + 0.5) * height) / rows);
    const value = luma[y * width + x]!;
    if (value > 64 && value < 192) throw new RangeError(`Square ${bit} is grey (${value}): this is no frame code.`);
    frame = frame * 2 + (value >= 192 ? 1 : 0);
  }
  return frame;
}
