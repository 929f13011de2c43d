import { blobInput } from './blob-input';
import { mountInput, mountOutput, removeFile } from './core-files';
import { corePaths } from './ffmpeg-args';
import type { FfmpegCore } from './ffmpeg-core';
import { decodeArguments, pictureCount, PictureLog, type ToldPicture } from './ffmpeg-decode-args';
import { ffmpegFailed } from './ffmpeg-failed';
import type { FfmpegDecodeJob, FfmpegPicture } from './ffmpeg-lane';

/** Decodes pictures of files that lie outside the core, to memory outside it. @throws ExportError `encoder` */
export function decodePictures(
  core: FfmpegCore,
  job: FfmpegDecodeJob,
  onProgress: (bytes: number) => void,
): FfmpegPicture[] {
  const files = job.kind === 'film' ? [job.file] : job.files;
  const paths = files.map((_, index) => (job.kind === 'film' ? corePaths.film : corePaths.pictureFile(index)));
  let moved = 0;
  const count = (bytes: number): void => onProgress((moved += bytes));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  try {
    for (const [index, file] of files.entries()) mountInput(core.files, paths[index]!, blobInput(file, count));
    mountOutput(core.files, corePaths.decoded, {
      read: () => 0,
      // Raw pictures are written in one go, from the beginning to the end.
      write: (_, bytes) => {
        parts.push(bytes.slice());
        count(bytes.length);
      },
    });
    const log = new PictureLog();
    const run = core.run(decodeArguments(job), (line) => log.take(line));
    if (!run.ok) throw ffmpegFailed(run, 'encoder');
    // The filter may have been given more than were asked for.
    return withBytes(log.pictures.slice(0, pictureCount(job)), parts);
  } finally {
    for (const path of [...paths, corePaths.decoded]) removeFile(core.files, path);
  }
}

/** @throws RangeError where there are more or fewer bytes than the pictures that were told of can have */
function withBytes(pictures: readonly ToldPicture[], parts: readonly Uint8Array[]): FfmpegPicture[] {
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  const pixels = pictures.reduce((sum, { width, height }) => sum + width * height, 0);
  const all = new Uint8Array(total);
  let filled = 0;
  for (const part of parts) {
    all.set(part, filled);
    filled += part.length;
  }
  let at = 0;
  return pictures.map((picture) => {
    // One format and size for all: `rawvideo` has no other.
    const length = (total * picture.width * picture.height) / pixels;
    if (!Number.isInteger(length)) throw new RangeError(`${total} bytes are not ${pictures.length} pictures.`);
    return { ...picture, bytes: all.subarray(at, (at += length)) };
  });
}
