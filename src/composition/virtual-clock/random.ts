import { createSeededRandom } from '../seeded-random';
import type { PropertyPatches } from './property-patches';

/** `Math.random` with a seed: the same numbers in every run. */
export function patchRandom(page: Window & typeof globalThis, patches: PropertyPatches, seed: string | number): void {
  patches.value(page.Math, 'random', createSeededRandom(seed).next);
}
