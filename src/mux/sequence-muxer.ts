import { downloadZip } from 'client-zip';
import type { SequencePlan } from '../formats/format';
import { pictureName } from '../formats/picture-name';
import { ExportError, throwIfAborted } from '../errors';
import { dngTimecodes } from './dng-timecode';
import type { Mux, MuxJob } from './muxer';
import { withPngText } from './picture-text';

/** One picture of a sequence. */
interface SequenceFile {
  name: string;
  input: Uint8Array<ArrayBuffer>;
}

/**
 * A muxer for packets that are files of their own: numbered pictures, in a folder or in a zip that holds them as they
 * are.
 *
 * @param folder null: a zip is written to the job's target
 */
export function createSequenceMux(plan: SequencePlan, folder: FileSystemDirectoryHandle | null): Mux {
  return async (job, target, { signal }) => {
    try {
      const files = picturesOf(job, plan, signal);
      if (folder) return { byteLength: await writeFolder(files, folder) };
      // The date of an entry is the project's, like all dates in files; a zip begins in 1980.
      const lastModified = new Date(job.metadata.date ?? '1980-01-01T00:00:00');
      let byteLength = 0;
      for await (const data of chunks(downloadZip(dated(files, lastModified)))) {
        const { length } = data; // The target may take the buffer away.
        await target.write(byteLength, data);
        byteLength += length;
      }
      return { byteLength };
    } catch (cause) {
      throw ExportError.from(cause, 'muxer', {
        detail: 'sequence-failed',
        stage: 'mux',
        message: 'The pictures could not be written.',
        remedy: 'Check that the place for them is still there and has room, then try again.',
        recoverable: true,
      });
    }
  };
}

/** A muxer for one packet that is a file of its own: a picture. */
export const muxPicture: Mux = async ({ video, metadata }, target, { signal }) => {
  for await (const { data: packet } of video.segments) {
    throwIfAborted(signal, 'mux');
    const data = await withPngText(packet, metadata);
    const { byteLength } = data; // The target may take the buffer away.
    await target.write(0, data);
    return { byteLength };
  }
  throw new TypeError('There is no picture to write.');
};

async function* picturesOf(
  { video, metadata }: MuxJob,
  plan: SequencePlan,
  signal: AbortSignal,
): AsyncGenerator<SequenceFile> {
  const stamp = video.codec === 'dng' ? dngTimecodes(metadata.timecode, video.frameRate) : null;
  for await (const { packets, data } of video.segments) {
    let at = 0;
    for (const { frame, byteLength } of packets) {
      throwIfAborted(signal, 'mux');
      const input = data.slice(at, at + byteLength);
      stamp?.(input, frame);
      yield { name: pictureName(plan, frame), input };
      at += byteLength;
    }
  }
}

async function* dated(
  files: AsyncIterable<SequenceFile>,
  lastModified: Date,
): AsyncGenerator<SequenceFile & { lastModified: Date }> {
  for await (const file of files) yield { ...file, lastModified };
}

async function* chunks({ body }: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** Removes what it wrote when it fails. @returns bytes of all files */
async function writeFolder(files: AsyncIterable<SequenceFile>, folder: FileSystemDirectoryHandle): Promise<number> {
  const written: string[] = [];
  let byteLength = 0;
  try {
    for await (const { name, input } of files) {
      const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
      written.push(name);
      await stream.write(input);
      await stream.close();
      byteLength += input.length;
    }
    return byteLength;
  } catch (cause) {
    for (const name of written) await folder.removeEntry(name).catch(() => undefined); // The failure is the one to tell.
    throw cause;
  }
}
