/**
 * "Tumbling tiles": the kind of animation one finds on the web. It runs by itself on whatever canvas it is given: it
 * asks the page for frames, the time and random numbers, and turns a tile now and then on a timer.
 */
interface Tile {
  /** Which corners the two arcs join, and where a turn in progress began. In quarter turns. */
  from: number;
  to: number;
  /** `performance.now()` at which the last turn began. */
  startedAt: number;
  hue: number;
}

const palette = ['#ff5d5d', '#ffb84c', '#f7f3e8', '#4cc9b0', '#3a6ff7'];
const paper = '#151a30';
const turnDuration = 640;

/** Starts the animation. Returns a function that stops it. */
export function startTumblingTiles(canvas: HTMLCanvasElement): () => void {
  const context = canvas.getContext('2d')!;
  const side = Math.min(canvas.width, canvas.height) / 6;
  const columns = Math.ceil(canvas.width / side);
  const rows = Math.ceil(canvas.height / side);
  const left = (canvas.width - columns * side) / 2;
  const top = (canvas.height - rows * side) / 2;
  const tiles: Tile[] = Array.from({ length: columns * rows }, () => {
    const quarter = Math.floor(Math.random() * 4);
    return { from: quarter, to: quarter, startedAt: -turnDuration, hue: Math.floor(Math.random() * palette.length) };
  });

  const turnOne = () => {
    const tile = tiles[Math.floor(Math.random() * tiles.length)]!;
    const now = performance.now();
    if (now - tile.startedAt < turnDuration) return;
    tile.from = tile.to;
    tile.to += Math.random() < 0.5 ? 1 : -1;
    tile.startedAt = now;
    if (Math.random() < 0.35) tile.hue = Math.floor(Math.random() * palette.length);
  };

  let frame = 0;
  const draw = () => {
    const now = performance.now();
    context.fillStyle = paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
    tiles.forEach((tile, index) => {
      context.save();
      const column = index % columns;
      const row = Math.floor(index / columns);
      context.translate(left + (column + 0.5) * side, top + (row + 0.5) * side);
      drawTile(context, tile, now, side);
      context.restore();
    });
    frame = requestAnimationFrame(draw);
  };

  const timer = setInterval(turnOne, 45);
  frame = requestAnimationFrame(draw);
  return () => {
    clearInterval(timer);
    cancelAnimationFrame(frame);
  };
}

function drawTile(context: CanvasRenderingContext2D, tile: Tile, now: number, side: number): void {
  const t = Math.min(1, (now - tile.startedAt) / turnDuration);
  const eased = 1 + 2.2 * (t - 1) ** 3 + 1.2 * (t - 1) ** 2;
  context.rotate((tile.from + (tile.to - tile.from) * eased) * (Math.PI / 2));
  // Tiles shrink a little while they turn, so that neighbours do not collide.
  const scale = 1 - 0.28 * Math.sin(Math.PI * t);
  context.scale(scale, scale);
  const half = side / 2;
  context.beginPath();
  context.rect(-half, -half, side, side);
  context.clip();
  const main = palette[tile.hue]!;
  const second = palette[(tile.hue + 2) % palette.length]!;
  for (const [x, colour] of [
    [-half, main],
    [half, second],
  ] as const) {
    // Truchet's tile as Smith drew it: quarter rings about two opposite corners.
    context.fillStyle = colour;
    sector(context, x, x, side * 0.62);
    context.fillStyle = paper;
    sector(context, x, x, side * 0.38);
    context.fillStyle = colour;
    sector(context, x, x, side * 0.16);
  }
}

function sector(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
