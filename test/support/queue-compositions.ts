import type { Composition } from '../../src/index';
import { frameCodeComposition } from './test-compositions';

/** What is special of a composition; what it draws on is of the page or frame that makes it. */
export type CompositionChange = Partial<Composition> & { renderFrame?: (frame: number) => Promise<void> | void };

/** A picture that is quickly made, with the machine-readable number of each frame. */
export function small(change: CompositionChange = {}): Composition {
  return frameCodeComposition({ id: 'small', width: 96, height: 64, durationInFrames: 12, ...change });
}

export interface Held {
  change: CompositionChange;
  /** Every frame drawn, wherever, in order. */
  drawn: number[];
  /** A frame that is not finished until the export is stopped. */
  holdAt: number | null;
}

/** Three segments, for whichever tab draws them. */
export function held(holdAt: number): Held {
  const given: Omit<Held, 'change'> = { drawn: [], holdAt };
  const change: CompositionChange = {
    durationInFrames: 300,
    renderFrame(frame) {
      given.drawn.push(frame);
      return frame === given.holdAt ? new Promise<void>(() => undefined) : undefined;
    },
  };
  return Object.assign(given, { change });
}
