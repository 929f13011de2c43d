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
  /** Where every frame goes as it was captured; absent: nowhere. */
  captured?: string | undefined;
  /** As another export came out. */
  like?: Pick<ExportReport, 'width' | 'height' | 'frameRate'>;
}

/** `npm run export`, as a person would type it. @throws Error with what it said when it fails */
export async function runExport(asked: AskedExport): Promise<ExportReport> {
  const { composition, preset, out, first, frames, captured, like } = asked;
  const size = like ? ['--width', String(like.width), '--height', String(like.height), '--fps', like.frameRate] : [];
  const args = ['--composition', composition, '--preset', preset, '--out', out, '--json', ...size];
  const range = ['--frames', `${first}-${first + frames - 1}`];
  if (captured !== undefined) range.push('--keep-references', captured);
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'export', '--', ...args, ...range], {
    cwd: packageFolder,
  });
  return JSON.parse(stdout) as ExportReport;
}
