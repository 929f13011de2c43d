import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserCommand } from 'vitest/node';
import { heldBytes } from './memory-commands.ts';
import { zipCommands } from './zip-commands.ts';

const run = promisify(execFile);

/** What a tool said and did. `stdout` is base64, since ffmpeg may answer with raw frames. */
export interface ToolResult {
  exitCode: number;
  stdoutBase64: string;
  stderr: string;
}

/**
 * Runs ffmpeg, ffprobe or mediainfo on bytes that a browser test made. In `args`, `{in}` stands for a file holding
 * them and `{out}` for one whose bytes come back in place of the standard output.
 */
const mediaTool: BrowserCommand<
  [tool: 'ffmpeg' | 'ffprobe' | 'mediainfo', inputBase64: string, extension: string, args: string[]]
> = async (_context, tool, inputBase64, extension, args): Promise<ToolResult> => {
  const folder = await mkdtemp(join(tmpdir(), 'stepframe-media-'));
  try {
    const input = join(folder, `in.${extension}`);
    const output = join(folder, 'out');
    await writeFile(input, Buffer.from(inputBase64, 'base64'));
    const real = args.map((arg) => (arg === '{in}' ? input : arg === '{out}' ? output : arg));
    try {
      const { stdout, stderr } = await run(tool, real, { encoding: 'buffer', maxBuffer: 1 << 30 });
      const bytes = args.includes('{out}') ? await readFile(output) : stdout;
      return { exitCode: 0, stdoutBase64: bytes.toString('base64'), stderr: stderr.toString() };
    } catch (error) {
      const failed = error as { code?: number | string; stderr?: Buffer; message: string };
      if (typeof failed.code !== 'number') throw error;
      return { exitCode: failed.code, stdoutBase64: '', stderr: failed.stderr?.toString() ?? failed.message };
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A PNG of one element of the test page as the browser paints it, base64. */
const elementScreenshot: BrowserCommand<[selector: string]> = async (context, selector): Promise<string> => {
  const frame = await context.frame();
  const shot = await frame.locator(selector).screenshot({ type: 'png', animations: 'allow', omitBackground: false });
  return shot.toString('base64');
};

/** Gives the test page's origin so many bytes to store and no more; null: what the machine has. */
const overrideQuota: BrowserCommand<[bytes: number | null]> = async (context, bytes) => {
  const frame = await context.frame();
  const session = await context.context.newCDPSession(context.page);
  const origin = new URL(frame.url()).origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, ...(bytes === null ? {} : { quotaSize: bytes }) });
  // An override lasts as long as the session that made it.
  if (bytes === null) await session.detach();
};

export const mediaCommands = { mediaTool, elementScreenshot, overrideQuota, heldBytes, ...zipCommands };
