import type { Composition } from '../../src/index';
import { frameCodeComposition } from './test-compositions';

/** A picture that is quickly made, with the machine-readable number of each frame. */
export function small(
  change: Partial<Composition> & { renderFrame?: (frame: number) => Promise<void> | void } = {},
): Composition {
  return frameCodeComposition({ id: 'small', width: 96, height: 64, durationInFrames: 12, ...change });
}
