import { execFile } from 'node:child_process';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Squares of a frame's number, see test/support/frame-code.ts. */
const bits = 16;

/** Seconds, as ffprobe says. */
export async function durationOf(file: string): Promise<number> {
  const args = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', file];
  return Number((await execute('ffprobe', args)).stdout);
}

/** The numbers that all frames of a file show, decoded by ffmpeg, which must find no fault. Flashes read 65 535. */
export async function frameNumbers(file: string, width: number): Promise<number[]> {
  // Each square becomes one byte, so that even an hour comes through the pipe in no time.
  const squares = `crop=${width}:${width / bits}:0:0,scale=${bits}:1:flags=area`;
  const output = ['-vf', squares, '-pix_fmt', 'gray', '-f', 'rawvideo', '-'];
  const bytes = await decode(['-i', file, '-map', '0:v:0', '-fps_mode', 'passthrough', ...output]);
  return Array.from({ length: bytes.length / bits }, (_, frame) =>
    bytes.subarray(frame * bits, (frame + 1) * bits).reduce((number, luma) => number * 2 + (luma > 127 ? 1 : 0), 0),
  );
}

/** The left channel at 48 kHz between two times of the file, seconds. */
export async function soundBetween(file: string, start: number, end: number): Promise<Float32Array> {
  // Without `-copyts`, ffmpeg would move the file's earliest time to 0 and the sound with it.
  const filter = `aresample=48000:async=1:first_pts=0,pan=mono|c0=c0,atrim=start=${start}:end=${end}`;
  const bytes = await decode(['-copyts', '-i', file, '-map', '0:a:0', '-af', filter, '-f', 'f32le', '-']);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** The largest file of a folder and all in it: where a browser's private file system keeps what it was given. */
export async function largestFile(folder: string): Promise<{ path: string; byteLength: number }> {
  let largest = { path: '', byteLength: -1 };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { size } = await stat(path);
    if (size > largest.byteLength) largest = { path, byteLength: size };
  }
  return largest;
}

/** What shows in an MP4 that it is larger than 32-bit numbers reach. */
export async function wideBoxes(file: string): Promise<{ largeData: boolean; wideOffsets: boolean }> {
  const found = { largeData: false, wideOffsets: false };
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    for (let at = 0; at < size;) {
      const head = Buffer.alloc(16);
      await handle.read(head, 0, 16, at);
      const type = head.toString('latin1', 4, 8);
      const large = head.readUInt32BE(0) === 1;
      const byteLength = large ? Number(head.readBigUInt64BE(8)) : head.readUInt32BE(0);
      if (byteLength < 8) throw new Error(`The box ${type} at ${at} has no length.`);
      if (type === 'mdat') found.largeData ||= large;
      if (type === 'moov') {
        const box = Buffer.alloc(byteLength);
        await handle.read(box, 0, byteLength, at);
        found.wideOffsets = box.includes('co64');
      }
      at += byteLength;
    }
  } finally {
    await handle.close();
  }
  return found;
}

/** @throws when ffmpeg fails or complains */
async function decode(args: readonly string[]): Promise<Buffer> {
  const { stdout, stderr } = await execute('ffmpeg', ['-v', 'error', '-nostdin', ...args], {
    encoding: 'buffer',
    maxBuffer: 1 << 30,
  });
  if (stderr.length > 0) throw new Error(`ffmpeg: ${stderr.toString()}`);
  return stdout;
}
