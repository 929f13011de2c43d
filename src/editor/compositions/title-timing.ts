import type { Size } from './layer-canvas';

/** When each scene begins to arrive and to leave, in seconds; the canvas and the text keep to the same cues. */
export const cues = {
  statement: { in: 0.1, out: 2.35 },
  counter: { in: 2.75, out: 4.85 },
  lockup: { in: 5.3 },
} as const;

export const colours = {
  paper: '#f3efe6',
  ink: '#14130f',
  accent: '#ff4a26',
  sky: '#3b5bff',
} as const;

/** Wide enough to put text and picture beside each other instead of one above the other. */
export function isWide({ width, height }: Size): boolean {
  return width / height > 1.3;
}

/** A hundredth of the shorter side, in pixels. */
export function unitOf({ width, height }: Size): number {
  return Math.min(width, height) / 100;
}
