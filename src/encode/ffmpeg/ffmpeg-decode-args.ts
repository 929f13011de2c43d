import { corePaths, quiet } from './ffmpeg-args';
import type { FfmpegDecodeJob, FfmpegPicture } from './ffmpeg-lane';

/** Files to raw pictures, each told of in the log. */
export function decodeArguments(job: FfmpegDecodeJob): string[] {
  return [
    ...quiet,
    // What is damaged is an error, and nothing to be covered up. Stricter, decoders find fault with what ffmpeg encodes.
    ...['-xerror', '-err_detect', 'crccheck'],
    ...input(job),
    ...['-map', '0:v:0', '-frames:v', String(pictureCount(job)), '-fps_mode', 'passthrough'],
    ...['-vf', 'showinfo=checksum=0', '-f', 'rawvideo', corePaths.decoded],
  ];
}

/** How many pictures are asked for. */
export function pictureCount(job: FfmpegDecodeJob): number {
  return job.kind === 'film' ? job.count : job.files.length;
}

function input(job: FfmpegDecodeJob): string[] {
  if (job.kind === 'film') {
    // Times stay those of the file.
    const seek = job.from > 0 ? ['-ss', job.from.toFixed(6)] : [];
    return ['-copyts', ...seek, '-f', job.demuxer, '-i', corePaths.film];
  }
  const name = corePaths.pictureFile(0).replace(/0$/, '%d');
  return ['-f', 'image2', '-framerate', '1', '-start_number', '0', '-c:v', job.codec, '-i', name];
}

/** A picture as `showinfo` tells of it, before its bytes are known. */
export type ToldPicture = Omit<FfmpegPicture, 'bytes'>;

/** Collects what the log tells of pictures. */
export class PictureLog {
  readonly pictures: ToldPicture[] = [];

  take(line: string): void {
    const picture = / pts_time:(\S+) .* fmt:(\w+) .* s:(\d+)x(\d+) /.exec(line);
    if (picture) {
      const [, time, pixelFormat, width, height] = picture as unknown as [string, string, string, string, string];
      const told = { time: Number(time), pixelFormat, width: Number(width), height: Number(height) };
      this.pictures.push({ ...told, matrix: 'unknown', fullRange: false });
    }
    const colour = / color_range:(\w+) color_space:(\w+) /.exec(line);
    const last = this.pictures.at(-1);
    if (colour && last) Object.assign(last, { fullRange: colour[1] === 'pc', matrix: colour[2] });
  }
}
