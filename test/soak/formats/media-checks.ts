import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** ffmpeg's arguments for a file, or for pictures of a folder, or for frames decoded by something else. */
export interface MediaInput {
  args: readonly string[];
  /** A file of it, for tools that take one. */
  file: string;
}

interface VideoStream {
  width: number;
  height: number;
  pix_fmt: string;
  color_space?: string;
  nb_read_frames: string;
}

/** Decodes all of it, at whose first fault ffmpeg stops. @returns what ffmpeg complained of; '' for nothing */
export async function decodingFaults({ args }: MediaInput): Promise<string> {
  try {
    return (await ffmpeg(['-v', 'error', '-xerror', ...args, '-f', 'null', '-'])).trim();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The picture as ffprobe finds it, every frame decoded. */
export async function videoOf({ args }: MediaInput): Promise<VideoStream> {
  const asked = ['-v', 'error', '-select_streams', 'v:0', '-count_frames', '-show_streams', '-of', 'json'];
  const { stdout } = await execute('ffprobe', [...asked, ...args]);
  return (JSON.parse(stdout) as { streams: VideoStream[] }).streams[0]!;
}

/** Different sizes of the picture's packets. */
export async function packetSizes({ args }: MediaInput): Promise<number[]> {
  const asked = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=size', '-of', 'csv=p=0'];
  const { stdout } = await execute('ffprobe', [...asked, ...args]);
  return [...new Set(stdout.split('\n').map((line) => parseInt(line, 10)))].filter((size) => !Number.isNaN(size));
}

/** What mediainfo calls a file: its commercial name, or its format with the profile. */
export async function profileOf({ file }: MediaInput): Promise<string> {
  const { stdout } = await execute('mediainfo', ['--Output=JSON', file]);
  const { media } = JSON.parse(stdout) as { media: { track: Record<string, string>[] } };
  const track = media.track.find((each) => each['@type'] === 'Video' || each['@type'] === 'Image');
  if (!track) return 'no picture';
  return track['Format_Commercial_IfAny'] ?? [track['Format'], track['Format_Profile']].filter(Boolean).join(' ');
}

/** dB; Infinity: nothing differs. */
export interface Psnr {
  /** Of formats in RGB green, its nearest. */
  luma: number;
  /** The worst frame's, of all components. */
  worst: number;
}

/** Of one film against another, both put through a chain of filters; equal filters give equal frames equal numbers. */
export async function psnrOf(
  one: MediaInput,
  oneFilters: string,
  other: MediaInput,
  otherFilters: string,
): Promise<Psnr> {
  const inOrder = 'settb=1/25,setpts=N';
  const graph = `[0:v:0]${oneFilters},${inOrder}[a];[1:v:0]${otherFilters},${inOrder}[b];[a][b]psnr`;
  const log = await ffmpeg([
    '-hide_banner',
    '-nostats',
    ...one.args,
    ...other.args,
    '-lavfi',
    graph,
    '-f',
    'null',
    '-',
  ]);
  const [, luma] = /PSNR .*?\b[yg]:(\S+)/.exec(log) ?? [];
  const [, worst] = /PSNR .*min:(\S+)/.exec(log) ?? [];
  if (luma === undefined || worst === undefined) throw new Error(`ffmpeg told no PSNR: ${log}`);
  const decibels = (text: string): number => (text === 'inf' ? Infinity : Number(text));
  return { luma: decibels(luma), worst: decibels(worst) };
}

/** @returns what it said on standard error */
async function ffmpeg(args: readonly string[]): Promise<string> {
  return (await execute('ffmpeg', ['-nostdin', ...args], { maxBuffer: 1 << 26 })).stderr;
}
