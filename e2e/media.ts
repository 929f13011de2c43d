import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface ProbedStream {
  codec_type: 'video' | 'audio';
  codec_name: string;
  width?: number;
  height?: number;
  pix_fmt?: string;
  color_range?: string;
  color_space?: string;
  color_primaries?: string;
  color_transfer?: string;
  avg_frame_rate?: string;
  nb_read_frames?: string;
  sample_rate?: string;
}

export interface Probe {
  /** The moving picture; not the cover, which is a stream too. */
  video: ProbedStream;
  audio: ProbedStream | undefined;
  durationSeconds: number;
}

/** What ffprobe says of a file, every frame decoded and counted. */
export async function probe(file: string): Promise<Probe> {
  const args = ['-v', 'error', '-count_frames', '-show_streams', '-show_format', '-of', 'json', file];
  const { stdout } = await execute('ffprobe', args, { maxBuffer: 1 << 24 });
  const { streams, format } = JSON.parse(stdout) as { streams: ProbedStream[]; format: { duration: string } };
  const video = streams.find(({ codec_type }) => codec_type === 'video');
  if (video === undefined) throw new Error(`${file} has no picture.`);
  return {
    video,
    audio: streams.find(({ codec_type }) => codec_type === 'audio'),
    durationSeconds: Number(format.duration),
  };
}

/** What ffprobe says when it is asked with these flags. */
export async function ffprobe(file: string, ...flags: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await execute('ffprobe', ['-v', 'error', ...flags, '-of', 'json', file], { maxBuffer: 1 << 24 });
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** The luma plane of every frame in the order of presentation, none repeated or dropped. ffmpeg must find no fault. */
export async function decodeLuma(file: string, width: number, height: number): Promise<Uint8Array[]> {
  const filter = ['-fps_mode', 'passthrough', '-vf', 'extractplanes=y', '-pix_fmt', 'gray', '-f', 'rawvideo'];
  const bytes = await ffmpeg(['-i', file, '-map', '0:v:0', ...filter, '-']);
  const size = width * height;
  return Array.from({ length: bytes.length / size }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

/** When each frame of the picture is shown, in seconds, as the file says. */
export async function frameTimes(file: string): Promise<number[]> {
  const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'frame=pts_time', '-of', 'json', file];
  const { stdout } = await execute('ffprobe', args, { maxBuffer: 1 << 24 });
  const { frames } = JSON.parse(stdout) as { frames: { pts_time: string }[] };
  return frames.map(({ pts_time }) => Number(pts_time));
}

/**
 * The left channel at 48 kHz, sample 0 at time 0 of the file: silence is put before sound that begins later, and what
 * lies before is cut. Without `-copyts`, ffmpeg would move the file's earliest time to 0 and the sound with it.
 */
export async function decodeSound(file: string): Promise<Float32Array> {
  const onTimeline = ['-af', 'aresample=48000:async=1:first_pts=0,pan=mono|c0=c0'];
  const bytes = await ffmpeg(['-copyts', '-i', file, '-map', '0:a:0', ...onTimeline, '-f', 'f32le', '-']);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** @throws when ffmpeg fails or complains */
export async function ffmpeg(args: readonly string[]): Promise<Buffer> {
  const { stdout, stderr } = await execute('ffmpeg', ['-v', 'error', ...args], {
    encoding: 'buffer',
    maxBuffer: 1 << 30,
  });
  if (stderr.length > 0) throw new Error(`ffmpeg: ${stderr.toString()}`);
  return stdout;
}
