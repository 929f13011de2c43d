import { createXXHash128 } from 'hash-wasm';
import { frameSample } from '../composition/frame-rate';
import type { FfmpegFileJob, FfmpegFilePlan, FfmpegFileWriter } from '../encode/ffmpeg/ffmpeg-lane';
import type { EncodedSegment } from '../encode/segment-encoder';
import { ExportError, throwIfAborted } from '../errors';
import type { Mux, MuxAudio } from './muxer';
import { gifBlocksAt, gifComment } from './picture-text';
import { pictureTrack } from './picture-track';
import { quickTimeIndex, type IndexedPacket } from './quicktime-index';
import { removeScratchFolder, ScratchFolder } from './scratch-folder';
import { basicUmid, UmidPatch } from './umid';

/** Bytes that go to the target at once. */
const pieceBytes = 4 << 20;

const names = { picture: 'picture', sound: 'sound', output: 'output' };

/**
 * A muxer that has ffmpeg write the file. Packets and sound go to files on disk first and ffmpeg's output to another, all
 * in a folder of their own that is removed whatever happens; so a file may have any length, and takes its length twice on
 * disk while it is made. Of a job's own settings those of the container, the metadata, the cover and the colours are not
 * used: `plan` has them.
 *
 * @param folder names the folder; of an export by one muxer at a time
 */
export function createFfmpegMux(lanes: FfmpegFileWriter, plan: FfmpegFilePlan, folder: string): Mux {
  return async (job, target, { signal }) => {
    try {
      const scratch = await ScratchFolder.create(folder);
      const picture = await writePicture(scratch, job.video.segments, plan, signal);
      const soundFormat = job.audio && (await writeSound(scratch, job.audio, picture.frameCount, plan, signal));
      const fileJob: FfmpegFileJob = {
        folder: scratch.name,
        index: picture.index,
        picture: names.picture,
        sound: soundFormat,
        output: names.output,
        plan,
        frameRate: plan.settings.frameRate,
        frameCount: picture.frameCount,
      };
      throwIfAborted(signal, 'mux');
      await lanes.writeFile(fileJob);
      await scratch.removeFile(names.picture);
      const patch = isMxf(plan) ? new UmidPatch(umidOf(plan, picture.hash)) : null;
      const comment = plan.container === 'gif' ? gifComment(job.metadata) : null;
      return { byteLength: await copy(await scratch.file(names.output), target, { patch, comment }, signal) };
    } catch (cause) {
      throw ExportError.from(cause, 'muxer', {
        detail: 'ffmpeg-mux-failed',
        stage: 'mux',
        message: 'The file could not be put together.',
        remedy: 'Try again; if it happens again, choose another format.',
        recoverable: true,
      });
    } finally {
      await removeScratchFolder(folder);
    }
  };
}

interface WrittenPicture {
  index: Uint8Array<ArrayBuffer>;
  frameCount: number;
  /** Of all packets, hexadecimal. */
  hash: string;
}

async function writePicture(
  scratch: ScratchFolder,
  segments: AsyncIterable<EncodedSegment>,
  plan: FfmpegFilePlan,
  signal: AbortSignal,
): Promise<WrittenPicture> {
  const { settings } = plan;
  const fields = settings.scan === 'interlaced' ? 2 : 1;
  const packets: IndexedPacket[] = [];
  const hash = (await createXXHash128()).init();
  let first: EncodedSegment | undefined;
  const file = await scratch.writer(names.picture);
  try {
    for await (const segment of segments) {
      throwIfAborted(signal, 'mux');
      first ??= segment;
      file.write(segment.data);
      hash.update(segment.data);
      for (const { byteLength, frame, key } of segment.packets) {
        packets.push({ byteLength, frame: Math.floor(frame / fields), key });
      }
    }
  } finally {
    file.close();
  }
  if (!first) throw nothingToWrite();
  const index = quickTimeIndex(pictureTrack(settings, packets, first.decoderConfig));
  return { index, frameCount: packets.length, hash: hash.digest('hex') };
}

/** Writes the sound exactly as long as the picture: silence where it ends sooner. */
async function writeSound(
  scratch: ScratchFolder,
  audio: MuxAudio,
  frameCount: number,
  { settings: { frameRate } }: FfmpegFilePlan,
  signal: AbortSignal,
): Promise<FfmpegFileJob['sound']> {
  const { codec, sampleRate, channels } = audio.settings;
  if (codec !== 'pcm-s16' && codec !== 'pcm-s24' && codec !== 'pcm-f32') throw notPcm(codec);
  const format = ({ 'pcm-s16': 's16', 'pcm-s24': 's24', 'pcm-f32': 'f32' } as const)[codec];
  const sampleBytes = { s16: 2, s24: 3, f32: 4 }[format] * channels;
  const length = frameSample(frameCount, frameRate, sampleRate) * sampleBytes;
  const file = await scratch.writer(names.sound);
  try {
    for await (const { data } of audio.packets) {
      throwIfAborted(signal, 'mux');
      file.write(data.subarray(0, length - file.byteLength));
      if (file.byteLength === length) break;
    }
    const silence = new Uint8Array(sampleRate * sampleBytes);
    while (file.byteLength < length) file.write(silence.subarray(0, length - file.byteLength));
  } finally {
    file.close();
  }
  return { file: names.sound, format, sampleRate, channels };
}

async function copy(
  file: File,
  target: Parameters<Mux>[1],
  { patch, comment }: { patch: UmidPatch | null; comment: Uint8Array<ArrayBuffer> | null },
  signal: AbortSignal,
): Promise<number> {
  let written = 0;
  const put = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    const { length } = bytes; // The target may take the buffer away.
    if (length > 0) await target.write(written, bytes);
    written += length;
  };
  for (let at = 0; at < file.size; at += pieceBytes) {
    throwIfAborted(signal, 'mux');
    const piece = new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer());
    if (at === 0 && comment) await put(withComment(piece, comment));
    else await put(patch ? patch.take(piece) : piece);
  }
  if (patch) await put(patch.finish());
  return written;
}

/** The first piece of a GIF with a comment before its frames, where readers look for one. */
function withComment(piece: Uint8Array<ArrayBuffer>, comment: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = gifBlocksAt(piece);
  const whole = new Uint8Array(piece.length + comment.length);
  whole.set(piece.subarray(0, at));
  whole.set(comment, at);
  whole.set(piece.subarray(at), at + comment.length);
  return whole;
}

function isMxf({ container }: FfmpegFilePlan): boolean {
  return container === 'mxf' || container === 'mxf-d10';
}

/** What was asked for; else what the picture's packets give, so that the same content has the same number. */
function umidOf({ umid }: FfmpegFilePlan, hash: string): Uint8Array {
  return umid === undefined ? basicUmid(bytesOf(hash)) : bytesOf(umid);
}

function bytesOf(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function notPcm(codec: string): ExportError {
  return new ExportError('unsupported', {
    detail: 'sound-not-pcm',
    stage: 'mux',
    message: `ffmpeg is given PCM, not ${codec}.`,
    remedy: 'Choose PCM: formats with sound of their own make it from that.',
  });
}

function nothingToWrite(): ExportError {
  return new ExportError('invalid-input', {
    detail: 'no-frames',
    stage: 'mux',
    message: 'There is no picture to write.',
    remedy: 'Export at least one frame.',
  });
}
