/** Run before the tests: sees to a browser and to ffmpeg, which every test of a file's content needs. */
import { spawnSync } from 'node:child_process';
import { ExportError } from '../errors';
import { ensureBrowser } from './browser';
import { canInstallDebianPackages, installDebianPackages } from './debian-packages';
import { describeError } from './report';

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

function missingTools(): string[] {
  return ['ffmpeg', 'ffprobe'].filter((tool) => spawnSync(tool, ['-version'], { stdio: 'ignore' }).status !== 0);
}

function ensureMediaTools(): void {
  if (missingTools().length > 0 && canInstallDebianPackages()) {
    log('ffmpeg is not installed: installing the package ffmpeg …');
    installDebianPackages(['ffmpeg']);
  }
  const missing = missingTools();
  if (missing.length === 0) return;
  throw new ExportError('unsupported', {
    detail: 'no-media-tools',
    stage: 'prepare',
    message: `The tests check every file with ${missing.join(' and ')}, which this machine does not have.`,
    remedy: 'Install ffmpeg 5 or newer with your package manager ("apt install ffmpeg", "brew install ffmpeg").',
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
