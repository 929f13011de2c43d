import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ExportReport } from '../../../src/cli/report';
import { packageFolder } from '../../../src/cli/app-build';

export interface AskedExport {
  /** An id, or a path to a module. */
  composition: string;
  /** An id, or a path to a preset file. */
  preset: string;
  out: string;
  first: number;
  frames: number;
  /** As another export came out. */
  like?: Pick<ExportReport, 'width' | 'height' | 'frameRate'>;
}

/** `npm run export`, as a person would type it. @throws Error with what it said when it fails */
export async function runExport({ composition, preset, out, first, frames, like }: AskedExport): Promise<ExportReport> {
  const size = like ? ['--width', String(like.width), '--height', String(like.height), '--fps', like.frameRate] : [];
  const args = ['--composition', composition, '--preset', preset, '--out', out, '--json', ...size];
  const range = ['--frames', `${first}-${first + frames - 1}`];
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'export', '--', ...args, ...range], {
    cwd: packageFolder,
  });
  return JSON.parse(stdout) as ExportReport;
}
