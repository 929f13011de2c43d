const timerNames = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;

type Timer = (...args: unknown[]) => unknown;
type Timers = Record<(typeof timerNames)[number], Timer>;

const page = globalThis as unknown as Timers;

/** Taken when this module loads: before a virtual clock replaces them. */
const realTimers = timersOf((name) => page[name]);

/**
 * Runs a library that needs timers to finish while a virtual clock holds the page's. Whatever stood in their place is
 * put back after, unless the clock has been taken off meanwhile.
 */
export async function withRealTimers<T>(run: () => Promise<T>): Promise<T> {
  const replaced = timersOf((name) => page[name]);
  // Functions of our own, so that it shows whether somebody else has changed the page since.
  const relays = timersOf(
    (name) =>
      (...args) =>
        realTimers[name].apply(globalThis, args),
  );
  Object.assign(page, relays);
  try {
    return await run();
  } finally {
    for (const name of timerNames) if (page[name] === relays[name]) page[name] = replaced[name];
  }
}

function timersOf(timer: (name: keyof Timers) => Timer): Timers {
  return {
    setTimeout: timer('setTimeout'),
    clearTimeout: timer('clearTimeout'),
    setInterval: timer('setInterval'),
    clearInterval: timer('clearInterval'),
  };
}
