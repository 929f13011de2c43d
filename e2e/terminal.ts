import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';

const packageFolder = resolve(import.meta.dirname, '..');

export interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves when the text has come on standard error; rejects when the command ends without it. */
  said(text: string): Promise<void>;
}

/** Starts `npm run export` as a person would. */
export function startExport(args: readonly string[]): Started {
  return startScript('export', args);
}

/** Starts a script of the package, in a process group of its own so that it can be interrupted whole. */
export function startScript(script: 'export' | 'check-file' | 'golden', args: readonly string[]): Started {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
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
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stderr.includes(text)) resolve();
      };
      look();
      child.stderr.on('data', look);
      child.once('close', () => reject(new Error(`The command never said "${text}":\n${stderr}`)));
    });
  return { child, ended, said };
}

export function runExport(...args: readonly string[]): Promise<Ended> {
  return startExport(args).ended;
}

export function runScript(script: 'check-file' | 'golden', ...args: readonly string[]): Promise<Ended> {
  return startScript(script, args).ended;
}

/** The browsers whose profiles are under a folder, without the processes that they started. */
export function browsersOf(folder: string): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes(`--user-data-dir=${folder}`) && !line.includes('--type='))
    .map((line) => Number.parseInt(line, 10));
}
