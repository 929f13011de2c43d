import { chromium, type BrowserContext } from 'playwright';
import { ExportError } from '../errors';
import { canInstallDebianPackages, installDebianPackages } from './debian-packages';
import { browserArguments, findBrowser } from './find-browser';

/**
 * The path of a Chromium to drive, installed from Debian's packages if there is none and that is possible.
 *
 * @throws ExportError `unsupported` (no-browser)
 */
export function ensureBrowser(log: (line: string) => void): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (canInstallDebianPackages()) {
    log('No Chromium is installed: installing the package chromium …');
    installDebianPackages(['chromium']);
  }
  const installed = findBrowser();
  if (installed !== undefined) return installed;
  throw new ExportError('unsupported', {
    detail: 'no-browser',
    stage: 'prepare',
    message: 'There is no Chromium on this machine, and it could not be installed.',
    remedy:
      'Install one with "npx playwright install --with-deps chromium" or your package manager, or name one in STEPFRAME_BROWSER.',
  });
}

/**
 * The origin of the page, the same whatever port the server got: what a profile stores belongs to an origin. Browsers
 * take names under `localhost` for this machine and trust them as they trust HTTPS.
 */
export const pageOrigin = 'http://stepframe.localhost';

/**
 * Starts a browser in which `pageOrigin` is the server at `port` of this machine.
 *
 * @param profile a folder to keep what pages store; null: nothing is kept
 * @throws ExportError `unsupported` (browser-not-started)
 */
export async function launchBrowser(
  executablePath: string,
  { profile, port }: { profile: string | null; port: number },
): Promise<BrowserContext> {
  try {
    // Playwright makes a folder of its own, for as long as the browser runs, where none is named.
    return await chromium.launchPersistentContext(profile ?? '', {
      executablePath,
      viewport: { width: 1280, height: 720 },
      args: [...browserArguments, `--host-resolver-rules=MAP ${new URL(pageOrigin).host}:80 127.0.0.1:${port}`],
      // The command ends the browser itself, after it has removed what was half written.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } catch (cause) {
    throw new ExportError('unsupported', {
      detail: 'browser-not-started',
      stage: 'prepare',
      message: `${executablePath} did not start: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'Start it by hand to see what it lacks, or name another one in STEPFRAME_BROWSER.',
      cause,
    });
  }
}
