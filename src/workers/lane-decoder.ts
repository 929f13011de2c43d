import { openFfmpegLanes } from '../encode/ffmpeg/ffmpeg-engine';
import type { FfmpegDecodeJob, FfmpegDecoder, FfmpegPicture } from '../encode/ffmpeg/ffmpeg-lane';
import { laneFaults, type FfmpegLanes } from '../encode/ffmpeg/ffmpeg-lanes';
import type { LaneSource } from '../encode/lane-source';
import { cancelled, ExportError } from '../errors';
import { UndecodableError } from '../quality/undecodable-error';

/** Details of errors that say nothing about the file. */
const notOfTheFile = new Set([...laneFaults, 'ffmpeg-core-missing', 'ffmpeg-not-loaded']);

/** A picture takes less than a second, and whoever waits for the check has a finished file. */
const stallLimitMs = 30_000;

/** Decodes on one of an export's lanes, opened when there is something to decode. */
class LaneDecoder implements FfmpegDecoder {
  private lanes: Promise<FfmpegLanes> | undefined;

  constructor(private readonly source: LaneSource) {}

  /** @throws UndecodableError where the lane is at fault; ExportError for what is wrong with the file */
  async decode(job: FfmpegDecodeJob): Promise<FfmpegPicture[]> {
    try {
      this.lanes ??= openFfmpegLanes(this.source, 1, { stallLimitMs });
      return await (await this.lanes).decode(job);
    } catch (cause) {
      if (!(cause instanceof ExportError)) throw cause;
      const isOfTheFile = cause.code !== 'worker-crash' && !notOfTheFile.has(cause.detail);
      throw isOfTheFile ? cause : new UndecodableError(cause.message, { cause });
    }
  }

  /** Idempotent. */
  dispose(): void {
    void this.lanes?.then(
      (lanes) => lanes.end(cancelled('check')),
      () => undefined, // It was never opened.
    );
  }
}

/** Lends a decoder on such lanes. @param lanes absent: none can be had */
export async function withDecoder<T>(
  lanes: LaneSource | undefined,
  use: (decoder: FfmpegDecoder | null) => Promise<T>,
): Promise<T> {
  const decoder = lanes ? new LaneDecoder(lanes) : null;
  try {
    return await use(decoder);
  } finally {
    decoder?.dispose();
  }
}
