import { cancelled, ExportError } from '../errors';

/**
 * What `work` resolves to, unless the signal is aborted first. For calls of the platform that cannot be cancelled
 * (decoding, encoding): they may run on unseen, and whatever they bring then is dropped.
 *
 * @throws ExportError `cancelled`, or the one the signal was aborted with
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason instanceof ExportError ? signal.reason : cancelled('audio', signal.reason));
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    void work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}
