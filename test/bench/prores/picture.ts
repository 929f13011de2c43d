import { createSeededRandom } from '../../../src/composition/seeded-random';

/**
 * A picture between graphics and nature: soft shading of many sizes, hard-edged discs on it, and grain. The same bytes
 * in the page and in Node, so that every way encodes the same frames. Opaque B, G, R, A.
 */
export function benchPicture(width: number, height: number, frame: number): Uint8Array<ArrayBuffer> {
  const { next } = createSeededRandom(frame);
  const luma = Array.from({ length: 8 }, (_, octave) => shading(octave, 60 / 1.75 ** octave, next));
  const warmth = Array.from({ length: 5 }, (_, octave) => shading(octave, 25 / 2 ** octave, next));
  const discs = Array.from({ length: 25 }, () => ({
    x: next() * width,
    y: next() * height,
    radius: (0.02 + 0.12 * next()) * height,
    lift: 120 * next() - 60,
  }));
  // Grain from a table: a random number a pixel would take longer than encoding it.
  const grain = Float32Array.from({ length: 65_521 }, () => 4 * (next() + next() + next() - 1.5));
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0, at = 0; y < height; y++) {
    const across = discs.flatMap(({ x, y: middle, radius, lift }) => {
      const half = Math.sqrt(Math.max(0, radius ** 2 - (y - middle) ** 2));
      return half > 0 ? [{ from: x - half, to: x + half, lift }] : [];
    });
    const lumaRow = luma.map((each) => each.row(y / height));
    const warmthRow = warmth.map((each) => each.row(y / height));
    for (let x = 0; x < width; x++, at += 4) {
      let light = 120 + grain[(at * 7919) % grain.length]!;
      for (const row of lumaRow) light += row(x / width);
      let warm = 0;
      for (const row of warmthRow) warm += row(x / width);
      for (const { from, to, lift } of across) if (x > from && x < to) light += lift;
      pixels[at] = clamp(light - 1.5 * warm);
      pixels[at + 1] = clamp(light);
      pixels[at + 2] = clamp(light + 1.5 * warm);
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

/** Smooth noise with `4 · 2^octave` cells across. */
function shading(octave: number, weight: number, next: () => number): { row: (v: number) => (u: number) => number } {
  const columns = (4 << octave) + 1;
  const rows = (2 << octave) + 1;
  const knots = Float32Array.from({ length: columns * rows }, () => weight * (2 * next() - 1));
  const smooth = (t: number): number => t * t * (3 - 2 * t);
  return {
    row: (v) => {
      const y = Math.min(rows - 2, Math.floor(v * (rows - 1)));
      const down = smooth(v * (rows - 1) - y);
      const line = Float32Array.from({ length: columns }, (_, column) => {
        const above = knots[y * columns + column]!;
        return above + (knots[(y + 1) * columns + column]! - above) * down;
      });
      return (u) => {
        const x = Math.min(columns - 2, Math.floor(u * (columns - 1)));
        return line[x]! + (line[x + 1]! - line[x]!) * smooth(u * (columns - 1) - x);
      };
    },
  };
}

function clamp(value: number): number {
  return Math.min(Math.max(Math.round(value), 0), 255);
}
