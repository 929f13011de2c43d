import { ExportError } from '../errors';

/** Of every export that some tab works on, by name; released by the browser when that tab ends, however it ends. */
const prefix = 'stepframe-export:';

/**
 * Claims an export for this page, so that no two work on it at once.
 *
 * @returns how to let go of it; null when another tab, or another export of this page, has it
 * @throws ExportError `unsupported` (insecure-context)
 */
export function claimExport(id: string): Promise<(() => void) | null> {
  if (!('locks' in navigator)) return Promise.reject(insecure());
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(prefix + id, { ifAvailable: true }, (lock) => {
        if (lock === null) {
          resolve(null);
          return undefined;
        }
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}

function insecure(): ExportError {
  return new ExportError('unsupported', {
    detail: 'insecure-context',
    stage: 'prepare',
    message: 'The browser lets a page export only where it came by https, or from this machine.',
    remedy: 'Open this page by https.',
  });
}

/** The ids of the exports that some tab works on. */
export async function claimedExports(): Promise<Set<string>> {
  const { held = [] } = await navigator.locks.query();
  const names = held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  return new Set(names);
}
