/** Hz. Below is rumble, above is little but hiss. */
const lowest = 45;
const highest = 14_000;

/**
 * Levels, 0 … 1, of `count` bands of equal width in octaves. Missing data is silence.
 *
 * @param binWidth Hz per entry of `frequency`.
 */
export function bandLevels(frequency: Uint8Array | undefined, count: number, binWidth: number): readonly number[] {
  return Array.from({ length: count }, (_, band) => {
    if (frequency === undefined) return 0;
    const from = (lowest * (highest / lowest) ** (band / count)) / binWidth;
    const to = (lowest * (highest / lowest) ** ((band + 1) / count)) / binWidth;
    return to - from < 1 ? interpolated(frequency, (from + to) / 2) : loudest(frequency, from, to);
  });
}

/** Mean over a part of the bands, given as fractions of their count. */
export function meanLevel(levels: readonly number[], from: number, to: number): number {
  const part = levels.slice(Math.floor(from * levels.length), Math.ceil(to * levels.length));
  return part.reduce((sum, level) => sum + level, 0) / part.length;
}

/** Low bands are narrower than a bin: reading between bins keeps neighbours from being equal. */
function interpolated(frequency: Uint8Array, position: number): number {
  const index = Math.floor(position);
  const [a, b] = [frequency[index] ?? 0, frequency[index + 1] ?? 0];
  return (a + (b - a) * (position - index)) / 255;
}

function loudest(frequency: Uint8Array, from: number, to: number): number {
  let level = 0;
  for (let i = Math.floor(from); i < Math.ceil(to); i++) level = Math.max(level, frequency[i] ?? 0);
  return level / 255;
}
