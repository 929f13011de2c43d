/** Motion over time, in the curves animators name (Robert Penner's easing equations). All map 0 … 1 to 0 … 1. */

/** How far `time` is through the `duration` seconds from `start`: 0 before, 1 after. */
export function progress(time: number, start: number, duration: number): number {
  return Math.min(1, Math.max(0, (time - start) / duration));
}

export function mix(from: number, to: number, amount: number): number {
  return from + (to - from) * amount;
}

export function easeInCubic(t: number): number {
  return t ** 3;
}

export function easeOutCubic(t: number): number {
  return 1 - (1 - t) ** 3;
}

export function easeInOutCubic(t: number): number {
  return t < 0.5 ? 4 * t ** 3 : 1 - 4 * (1 - t) ** 3;
}

export function easeOutExpo(t: number): number {
  return t >= 1 ? 1 : 1 - 2 ** (-10 * t);
}

export function easeInOutExpo(t: number): number {
  if (t <= 0) return 0;
  if (t >= 1) return 1;
  return t < 0.5 ? 2 ** (20 * t - 11) : 1 - 2 ** (9 - 20 * t);
}

/** Goes a little beyond its end and comes back. */
export function easeOutBack(t: number): number {
  return 1 + 2.70158 * (t - 1) ** 3 + 1.70158 * (t - 1) ** 2;
}
