import { chromium, type Browser } from 'playwright';
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

/** @throws ExportError `unsupported` (browser-not-started) */
export async function launchBrowser(executablePath: string): Promise<Browser> {
  try {
    return await chromium.launch({
      executablePath,
      args: [...browserArguments],
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
