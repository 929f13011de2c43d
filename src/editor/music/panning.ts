import { cosine, sine } from './exact-math';

/** The place of a voice between left (−1) and right (1), by equal power. */
export function panGains(pan: number): readonly [left: number, right: number] {
  const turn = (pan + 1) / 8;
  return [cosine(turn), sine(turn)];
}
