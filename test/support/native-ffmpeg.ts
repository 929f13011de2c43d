import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs ffmpeg on bytes from a test in Node. In `args`, `{0}`, `{1}` … stand for files of `inputs`, `{out}` for one that
 * comes back.
 */
export async function nativeFfmpeg(
  inputs: readonly Uint8Array[],
  args: readonly string[],
): Promise<{ bytes: Uint8Array<ArrayBuffer>; stderr: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'stepframe-ffmpeg-'));
  try {
    const output = join(folder, 'out');
    const names = inputs.map((_, index) => join(folder, `in${index}`));
    await Promise.all(inputs.map((bytes, index) => writeFile(names[index]!, bytes)));
    const real = args.map((arg) =>
      arg.replace('{out}', output).replace(/\{(\d)\}/, (_match, index: string) => names[Number(index)]!),
    );
    const { stderr } = await run('ffmpeg', ['-hide_banner', '-y', ...real], { maxBuffer: 1 << 26 });
    const bytes = args.some((arg) => arg.includes('{out}')) ? await readFile(output) : new Uint8Array();
    return { bytes: new Uint8Array(bytes), stderr };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
