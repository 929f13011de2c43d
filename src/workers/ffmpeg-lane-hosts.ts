import * as Comlink from 'comlink';
import type { FfmpegWorkerApi } from '../encode/ffmpeg/ffmpeg-lane';
import { ExportError } from '../errors';
import { WorkerHost } from './worker-host';

/** Bytes a lane takes with its core and the frames of a batch, at 1080p. */
const laneBytes = 0.75 * 2 ** 30;

/** How many lanes this device can feed: one for each core, fewer where memory is short. */
export function laneCount({ hardwareConcurrency, deviceMemory }: DeviceMeasures = navigator): number {
  // Browsers tell of 8 GB at the most, and some of none.
  const memory = (deviceMemory ?? 4) * 2 ** 30;
  return Math.max(1, Math.min(hardwareConcurrency, Math.floor(memory / 2 / laneBytes), mostLanes));
}

interface DeviceMeasures {
  hardwareConcurrency: number;
  deviceMemory?: number;
}

const mostLanes = 8;

/** The page's side of the lanes: workers that are started when first needed and replaced when they fail. */
export class FfmpegLaneHosts {
  private readonly hosts: readonly WorkerHost<FfmpegWorkerApi>[];

  /** @param create a worker; default: the inlined one */
  constructor(count: number, create: () => Promise<Worker> = inlined) {
    this.hosts = Array.from({ length: count }, () => new WorkerHost<FfmpegWorkerApi>('ffmpeg', create));
  }

  get count(): number {
    return this.hosts.length;
  }

  /** A way to the lane, for a worker that gives it work. @throws ExportError `worker-crash` */
  async port(index: number): Promise<MessagePort> {
    const { port1, port2 } = new MessageChannel();
    await this.hosts[index]!.call((api) => api.serve(Comlink.transfer(port2, [port2])));
    return port1;
  }

  /** Ends the lane's worker, whatever it does, and starts another. @returns a way to that one */
  replace(index: number): Promise<MessagePort> {
    this.hosts[index]!.terminate(laneReplaced());
    return this.port(index);
  }

  /** Ends all workers at once, whatever they do. Idempotent. */
  terminate(reason: ExportError): void {
    for (const host of this.hosts) host.terminate(reason);
  }
}

const inlined = async (): Promise<Worker> =>
  new (await import('./ffmpeg.worker?worker&inline')).default({ name: 'stepframe-ffmpeg' });

function laneReplaced(): ExportError {
  return new ExportError('worker-crash', {
    detail: 'ffmpeg-lane-replaced',
    stage: 'encode',
    message: 'A worker with ffmpeg no longer worked and was replaced.',
    remedy: 'Try again.',
    recoverable: true,
  });
}
