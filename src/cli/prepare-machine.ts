/** Run before the tests: sees to a browser, and to ffmpeg and mediainfo, which tests of a file's content need. */
import { spawnSync } from 'node:child_process';
import { ExportError } from '../errors';
import { ensureBrowser } from './browser';
import { canInstallDebianPackages, installDebianPackages } from './debian-packages';
import { describeError } from './report';

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Programs, and how each is asked for its version. */
const tools = [
  ['ffmpeg', '-version'],
  ['ffprobe', '-version'],
  ['mediainfo', '--Version'],
] as const;

function missingTools(): string[] {
  return tools
    .filter(([tool, asked]) => spawnSync(tool, [asked], { stdio: 'ignore' }).error !== undefined)
    .map(([tool]) => tool);
}

function ensureMediaTools(): void {
  if (missingTools().length > 0 && canInstallDebianPackages()) {
    log(`${missingTools().join(' and ')} not installed: installing the packages ffmpeg and mediainfo …`);
    installDebianPackages(['ffmpeg', 'mediainfo']);
  }
  const missing = missingTools();
  if (missing.length === 0) return;
  throw new ExportError('unsupported', {
    detail: 'no-media-tools',
    stage: 'prepare',
    message: `The tests check every file with ${missing.join(' and ')}, which this machine does not have.`,
    remedy:
      'Install ffmpeg 5 or newer and mediainfo with your package manager ("apt install ffmpeg mediainfo", "brew install ffmpeg media-info").',
  });
}

try {
  ensureBrowser(log);
  ensureMediaTools();
} catch (error) {
  if (!(error instanceof ExportError)) throw error;
  log(describeError(error));
  process.exitCode = 1;
}
