import { realClearTimeout, realNow, realSetTimeout } from '../composition/real-time';

export interface Pacing<T> {
  push(value: T): void;
  stop(): void;
}

/** Passes values on at most once per interval; the latest of those held back follows when the interval is over. */
export function atIntervals<T>(intervalMs: number, pass: (value: T) => void): Pacing<T> {
  let lastMs = -Infinity;
  let timer = 0;
  let held: T;
  const flush = (): void => {
    timer = 0;
    lastMs = realNow();
    pass(held);
  };
  return {
    push(value) {
      held = value;
      if (timer !== 0) return;
      const waitMs = lastMs + intervalMs - realNow();
      if (waitMs <= 0) flush();
      else timer = realSetTimeout(flush, waitMs);
    },
    stop() {
      realClearTimeout(timer);
    },
  };
}
