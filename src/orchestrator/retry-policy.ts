import type { ErrorCode, ExportError } from '../errors';

/** What is done about a failure that trying again may mend (`ExportError.recoverable`); all others end the export. */
export interface RetryPolicy {
  /** How often it is tried again from the last stored segment, without a segment more stored in between. */
  retries: number;
  /** Milliseconds before the first of them; every further one waits twice as long. */
  backoffMs: number;
  /**
   * When that did not help. `fallback`: another engine for the same codec. `pause`: it waits for the user, who alone can
   * mend it. `fail`: it ends; what is stored is kept, to be resumed.
   */
  then: 'fallback' | 'pause' | 'fail';
}

const never: RetryPolicy = { retries: 0, backoffMs: 0, then: 'fail' };

export const retryPolicies: Readonly<Record<ErrorCode, RetryPolicy>> = {
  unsupported: never,
  'invalid-input': never,
  // A lost WebGL context, a renderer of the page that failed: a new session gets new ones.
  capture: { retries: 2, backoffMs: 500, then: 'fail' },
  // The codec was reclaimed, or failed: a fresh one often works, another engine mostly.
  encoder: { retries: 2, backoffMs: 250, then: 'fallback' },
  muxer: { retries: 1, backoffMs: 250, then: 'fail' },
  // Space does not come by itself.
  'storage-quota': { retries: 0, backoffMs: 0, then: 'pause' },
  storage: { retries: 3, backoffMs: 500, then: 'pause' },
  // Mostly the network.
  audio: { retries: 2, backoffMs: 500, then: 'fail' },
  validation: never,
  timeout: { retries: 1, backoffMs: 250, then: 'fail' },
  'worker-crash': { retries: 3, backoffMs: 250, then: 'fail' },
  cancelled: never,
  internal: never,
};

/** Engines given up for one export. Where three have failed, it is not the engine. */
const maxFallbacks = 2;

export type Reaction = { kind: 'retry'; afterMs: number } | { kind: 'fallback' } | { kind: 'pause' } | { kind: 'fail' };

/** Keeps count of an export's failures and says what to do about each. */
export class RetryCounter {
  private failures = 0;
  private fallbacks = 0;

  /** Something more is stored: what went wrong before is mended. */
  progressed(): void {
    this.failures = 0;
  }

  after({ code, recoverable }: ExportError): Reaction {
    const { retries, backoffMs, then } = retryPolicies[code];
    if (!recoverable) return { kind: 'fail' };
    if (this.failures < retries) return { kind: 'retry', afterMs: backoffMs * 2 ** this.failures++ };
    this.failures = 0;
    if (then !== 'fallback') return { kind: then };
    return { kind: this.fallbacks++ < maxFallbacks ? 'fallback' : 'fail' };
  }
}
