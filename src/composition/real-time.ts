/**
 * The page's own clock and timers, taken when this module loads. The virtual clock replaces the globals during an
 * export; whatever must run in real time meanwhile (timeouts, progress, the dialog) uses these.
 */
const scope = globalThis;

export const realSetTimeout = scope.setTimeout.bind(scope) as (run: () => void, ms: number) => number;
export const realClearTimeout = scope.clearTimeout.bind(scope) as (id: number) => void;
/** Milliseconds, monotonic. */
export const realNow: () => number = scope.performance.now.bind(scope.performance);
/** Milliseconds since the epoch. */
export const realDateNow: () => number = Date.now.bind(Date);

const requestFrame = 'requestAnimationFrame' in scope ? scope.requestAnimationFrame.bind(scope) : null;

/** The display's next frame, for what must keep moving on screen meanwhile. Never called in a hidden tab or in Node. */
export function realRequestAnimationFrame(run: (timestampMs: number) => void): number {
  return requestFrame?.(run) ?? 0;
}

/**
 * Gives the event loop a turn without the clamping and throttling timers suffer in hidden tabs. Needed where a run of
 * settled promises would otherwise keep the page from painting and from seeing a click on Cancel.
 */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

const realRandom = Math.random;

/**
 * Runs `work` with the page's own `Math.random`. While a virtual clock seeds it, code that is not the composition's must
 * not draw from it: the composition would see other numbers from run to run.
 */
export function withRealRandom<T>(work: () => T): T {
  const current = Math.random;
  if (current === realRandom) return work();
  Math.random = realRandom;
  try {
    return work();
  } finally {
    Math.random = current;
  }
}
