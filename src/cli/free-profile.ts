import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ExportError } from '../errors';

/** What Chromium keeps in a profile while it uses it. One that is killed leaves them, and later ones may take offence. */
const singletonFiles = ['SingletonLock', 'SingletonCookie', 'SingletonSocket'];

/** A browser whose command was killed notices it and ends by itself, within some two seconds. */
const endTimeoutMs = 15_000;
const checkEveryMs = 100;

/**
 * Makes a profile usable that an earlier command left, which this one holds the lock of: waits for that command's
 * browser to end, and removes what one leaves that was killed.
 *
 * @throws ExportError `storage` (export-in-use) when the browser does not end
 */
export async function freeProfile(profile: string): Promise<void> {
  const until = performance.now() + endTimeoutMs;
  while (await isInUse(profile)) {
    if (performance.now() > until) throw stillInUse(profile);
    await delay(checkEveryMs);
  }
  for (const name of singletonFiles) await rm(join(profile, name), { force: true });
}

/** Chromium's own files do not tell: it removes them a second before it lets go of its databases. */
async function isInUse(profile: string): Promise<boolean> {
  return (await commandLines()).some((line) => line.includes(`--user-data-dir=${profile}`));
}

async function commandLines(): Promise<string[]> {
  // Windows itself keeps files from being removed that a process has open.
  if (process.platform === 'win32') return [];
  if (process.platform !== 'linux') {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'args='], { maxBuffer: 64 << 20 });
    return stdout.split('\n');
  }
  // Small systems have no `ps`.
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  // A process that has ended since, or is hidden from us, is not the browser.
  return Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
}

function stillInUse(profile: string): ExportError {
  return new ExportError('storage', {
    detail: 'export-in-use',
    stage: 'prepare',
    message: 'The browser of an earlier run of the command is still at work.',
    remedy: `Wait for it, or end the Chromium that uses ${profile}.`,
    recoverable: true,
  });
}
