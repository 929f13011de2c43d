import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { packageFolder } from '../../src/cli/app-build';
import type { BatchReport } from '../../src/queue/batch-report';
import type { Batch, BatchItem } from '../../src/queue/batch-schema';
import film from './compositions/numbered-film';
import { Findings } from './findings';
import { durationOf, frameNumbers } from './media-file';
import type { SoakServer } from './soak-browser';

const presets = ['mp4-h264', 'webm-vp8', 'webm-vp9', 'mp4-av1', 'prores-proxy', 'mov-h264-pcm'];
const composition = join(import.meta.dirname, 'compositions/numbered-film.ts');
const width = film.width / 2;
const framesEach = 12;

/** Many small exports by one command: each file must have the frames that were asked for, in their order. */
export async function soakBatch(_server: SoakServer, quick: boolean): Promise<boolean> {
  const findings = new Findings();
  const folder = await mkdtemp(join(tmpdir(), 'stepframe-batch-'));
  try {
    const items = Array.from({ length: quick ? 12 : 50 }, (_, i) => itemOf(i));
    const batchFile = join(folder, 'batch.json');
    await writeFile(batchFile, JSON.stringify({ outDir: 'out', items } satisfies Batch));
    const startedAt = performance.now();
    const { exitCode, stdout } = await runBatch(batchFile);
    const seconds = (performance.now() - startedAt) / 1000;
    findings.expect('exit code', String(exitCode), '0');
    const report = JSON.parse(stdout) as BatchReport;
    console.log(
      `  ${items.length} exports in ${report.seconds.toFixed(1)} s, ${seconds.toFixed(1)} s with the browser`,
    );
    findings.expect('files', await filesIn(join(folder, 'out')), items.length);
    for (const [index, { file, durationSeconds }] of report.items.entries()) {
      const path = join(folder, 'out', file ?? '');
      const wanted = Array.from({ length: framesEach }, (_, at) => index + at).join(' ');
      findings.expect(`${file}`, (await frameNumbers(path, width)).join(' '), wanted);
      findings.atMost(
        'length, away from the report',
        Math.abs((await durationOf(path)) - (durationSeconds ?? 0)),
        0.05,
        's',
      );
    }
    return findings.passed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every fifth waits for the one before. */
function itemOf(index: number): BatchItem {
  const frames = { first: index, last: index + framesEach - 1 };
  const after = index % 5 === 4 ? { after: [`n${index - 1}`] } : {};
  return { id: `n${index}`, composition, preset: presets[index % presets.length]!, width, frames, ...after };
}

async function runBatch(file: string): Promise<{ exitCode: number | null; stdout: string }> {
  const args = ['run', '--silent', 'export', '--', '--batch', file, '--json'];
  const child = spawn('npm', args, { cwd: packageFolder, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((done, reject) => child.once('close', done).once('error', reject));
  return { stdout: await text(child.stdout), exitCode: await ended };
}

async function filesIn(folder: string): Promise<number> {
  return (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;
}
