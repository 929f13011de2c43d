import { realSetTimeout } from '../composition/real-time';

/** Held by the tab that works the queue; released by the browser when that tab ends, however it ends. */
const lockName = 'stepframe-queue';

/** Milliseconds until a tab that could not take over tries again. */
const troubleMs = 2000;

/**
 * Waits until no other tab works the queue, and then calls `lead`; where that fails, again after a while.
 *
 * @returns how to give it up, or waiting for it. Idempotent
 */
export function claimLead(lead: () => Promise<void>): () => void {
  if (!('locks' in navigator)) return () => undefined; // An insecure page exports nothing.
  const waiting = new AbortController();
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const hold = async (): Promise<void> => {
    for (;;) {
      try {
        await lead();
        await held;
        return;
      } catch {
        await Promise.race([held, new Promise<void>((resolve) => realSetTimeout(resolve, troubleMs))]);
        if (waiting.signal.aborted) return;
      }
    }
  };
  navigator.locks.request(lockName, { signal: waiting.signal }, hold).catch(() => undefined);
  return () => {
    waiting.abort();
    release();
  };
}
