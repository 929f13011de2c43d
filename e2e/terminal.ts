import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';

const packageFolder = resolve(import.meta.dirname, '..');

export interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Starts `npm run export` as a person would, in a process group of its own so that it can be interrupted whole. */
export function startExport(args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn('npm', ['run', '--silent', 'export', '--', ...args], {
    cwd: packageFolder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, INIT_CWD: packageFolder },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((done, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => done({ exitCode, stdout, stderr }));
  });
  return { child, ended };
}

export function runExport(...args: readonly string[]): Promise<Ended> {
  return startExport(args).ended;
}
