import * as Comlink from 'comlink';
import { realClearTimeout, realSetTimeout } from '../../composition/real-time';
import { ExportError } from '../../errors';
import type {
  FfmpegBatch,
  FfmpegCoreUrls,
  FfmpegDecodeJob,
  FfmpegDecoder,
  FfmpegFileJob,
  FfmpegFileWriter,
  FfmpegLane,
  FfmpegPackets,
  FfmpegPicture,
  FfmpegProgress,
} from './ffmpeg-lane';

/** Milliseconds without any progress after which a lane counts as hung: long frames take seconds, never a minute. */
const stallLimitMs = 90_000;

export interface FfmpegLanesOptions {
  core: FfmpegCoreUrls;
  /** A port of each lane's worker, by its index: the other end was given to its `serve`. */
  ports: readonly MessagePort[];
  /** Ends a lane's worker, whatever it does, and starts another in its place. @returns its port */
  replaceLane(index: number): Promise<MessagePort>;
  /** Resolves with why, when the lane's worker dies. Without it, only the lack of progress shows. */
  lost?(index: number): Promise<string>;
  /** Milliseconds without progress after which a lane counts as hung. Default 90 000. */
  stallLimitMs?: number;
}

type LaneWork<T> = (lane: Comlink.Remote<FfmpegLane>, progress: FfmpegProgress) => Promise<T>;

/**
 * Gives work to lanes, one piece to each at a time. Where a lane crashes, runs out of memory or hangs, it is replaced and
 * the work done once more, elsewhere.
 */
export class FfmpegLanes implements FfmpegFileWriter, FfmpegDecoder {
  private readonly options: FfmpegLanesOptions;
  private readonly lanes: { port: MessagePort; remote: Comlink.Remote<FfmpegLane>; index: number }[];
  private readonly idle: number[];
  private readonly waiting: ((index: number) => void)[] = [];
  private compiled: Promise<WebAssembly.Module> | undefined;
  private ended: ExportError | undefined;
  private readonly pending = new Set<(reason: ExportError) => void>();
  private readonly copies = new FrameCopies();

  constructor(options: FfmpegLanesOptions) {
    this.options = options;
    this.lanes = options.ports.map((port, index) => ({ port, remote: Comlink.wrap<FfmpegLane>(port), index }));
    this.idle = this.lanes.map(({ index }) => index);
  }

  /** How many pieces of work go on at once. */
  get count(): number {
    return this.lanes.length;
  }

  /**
   * @param isAwaited whether a frame is still to come: a lane that waits for it is not hung
   * @throws ExportError `encoder` with the end of ffmpeg's log
   */
  async encode(batch: FfmpegBatch, isAwaited?: (index: number) => boolean): Promise<FfmpegPackets> {
    const { packets, frames } = await this.run((lane, progress) => {
      // A lane that is lost takes with it what it was given: it gets copies, in memory that comes back.
      const given = batch.frames.map((frame) => (frame instanceof ArrayBuffer ? this.copies.of(frame) : frame));
      const moved = given.filter((frame) => frame instanceof ArrayBuffer);
      return lane.encode(Comlink.transfer({ ...batch, frames: given }, moved), Comlink.transfer(progress, [progress]));
    }, isAwaited);
    this.copies.take(frames);
    return packets;
  }

  /** @returns bytes written. @throws ExportError `muxer`, `storage-quota` */
  writeFile(job: FfmpegFileJob): Promise<number> {
    return this.run((lane, progress) => lane.writeFile(job, Comlink.transfer(progress, [progress])));
  }

  decode(job: FfmpegDecodeJob): Promise<FfmpegPicture[]> {
    return this.run((lane, progress) => lane.decode(job, Comlink.transfer(progress, [progress])));
  }

  /** Fails what is under way with `reason`, and all that is asked for later. Lanes at work are the page's to end. */
  end(reason: ExportError): void {
    this.ended ??= reason;
    for (const reject of this.pending) reject(reason);
    for (const { port } of this.lanes) port.close();
  }

  /** On a free lane, in the order of asking; once more where the lane was at fault. */
  private async run<T>(work: LaneWork<T>, isAwaited?: (index: number) => boolean): Promise<T> {
    try {
      return await this.tryOnce(work, isAwaited);
    } catch (error) {
      if (!(error instanceof ExportError) || !laneFaults.has(error.detail)) throw error;
      return this.tryOnce(work, isAwaited);
    }
  }

  private async tryOnce<T>(work: LaneWork<T>, isAwaited?: (index: number) => boolean): Promise<T> {
    const index = await this.take();
    try {
      if (this.ended) throw this.ended;
      return await this.watched(index, work, isAwaited);
    } catch (error) {
      if (error instanceof ExportError && laneFaults.has(error.detail)) await this.replace(index);
      throw error;
    } finally {
      this.give(index);
    }
  }

  private async watched<T>(index: number, work: LaneWork<T>, isAwaited?: (index: number) => boolean): Promise<T> {
    const { port1, port2 } = new MessageChannel();
    const limit = this.options.stallLimitMs ?? stallLimitMs;
    let timer: ReturnType<typeof realSetTimeout> | undefined;
    try {
      return await new Promise<T>((resolve, reject) => {
        this.pending.add(reject);
        const restart = (): void => {
          if (timer !== undefined) realClearTimeout(timer);
          timer = realSetTimeout(() => (isAwaited?.(latest) ? restart() : reject(hung(limit))), limit);
        };
        let latest = 0;
        port1.onmessage = ({ data }: MessageEvent<number>) => {
          latest = data;
          restart();
        };
        restart();
        void this.options.lost?.(index).then((why) => reject(crashed(why)));
        const { remote } = this.lanes[index]!;
        this.load(remote)
          .then(() => {
            restart();
            return work(remote, port2);
          })
          .then(resolve, reject)
          .finally(() => this.pending.delete(reject));
      });
    } finally {
      if (timer !== undefined) realClearTimeout(timer);
      port1.close();
    }
  }

  /** The first lane compiles the core; the others get it from there. */
  private async load(remote: Comlink.Remote<FfmpegLane>): Promise<void> {
    const { compiled } = this;
    if (compiled !== undefined) {
      await remote.load(this.options.core, await compiled);
      return;
    }
    this.compiled = remote.load(this.options.core, null);
    this.compiled.catch(() => (this.compiled = undefined));
    await this.compiled;
  }

  private async replace(index: number): Promise<void> {
    if (this.ended) return;
    this.lanes[index]!.port.close();
    const port = await this.options.replaceLane(index);
    this.lanes[index] = { port, remote: Comlink.wrap<FfmpegLane>(port), index };
  }

  /** The lane idle for the longest, so that after a failure it is another one where there is another. */
  private take(): Promise<number> {
    const index = this.idle.shift();
    return index === undefined ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve(index);
  }

  private give(index: number): void {
    const next = this.waiting.shift();
    if (next) next(index);
    else this.idle.push(index);
  }
}

/** Copies of frames in memory that is used again: to get as much anew for each would take longer than copying. */
class FrameCopies {
  private spare: ArrayBuffer[] = [];

  of(frame: ArrayBuffer): ArrayBuffer {
    const spare = this.spare.pop();
    if (spare?.byteLength !== frame.byteLength) return frame.slice(0);
    new Uint8Array(spare).set(new Uint8Array(frame));
    return spare;
  }

  take(frames: readonly ArrayBuffer[]): void {
    this.spare.push(...frames);
  }
}

/** What a fresh lane may do better: details of errors. */
export const laneFaults: ReadonlySet<string> = new Set(['ffmpeg-crashed', 'ffmpeg-out-of-memory', 'ffmpeg-hung']);

function crashed(why: string): ExportError {
  return new ExportError('encoder', {
    detail: 'ffmpeg-crashed',
    stage: 'encode',
    message: `A worker with ffmpeg stopped: ${why}`,
    remedy: 'Try again; close other tabs if memory is short.',
    recoverable: true,
  });
}

function hung(limitMs: number): ExportError {
  return new ExportError('encoder', {
    detail: 'ffmpeg-hung',
    stage: 'encode',
    message: `ffmpeg made no progress for ${Math.round(limitMs / 1000)} seconds.`,
    remedy: 'Try again; if it happens again, choose another format or a smaller size.',
    recoverable: true,
  });
}
