import type { FfmpegCoreUrls } from '../encode/ffmpeg/ffmpeg-lane';
import type { ChosenEngine } from '../encode/segment-encoder';
import type { AudioWorkerApi, EncodeWorkerApi, MuxWorkerApi, QualityWorkerApi } from './protocol';
import { LaneHosts, laneCount } from './lane-hosts';
import { WorkerHost, type WorkerUse } from './worker-host';

export type WorkerName = 'encode' | 'audio' | 'mux' | 'quality' | 'prores' | 'ffmpeg';

/** Bytes that a lane takes with its frames, at 4K and at 1080p. */
export const laneBytes = { prores: 0.25 * 2 ** 30, ffmpeg: 0.75 * 2 ** 30 } as const;

/** The workers of one export. */
export interface ExportWorkers {
  encode: WorkerHost<EncodeWorkerApi>;
  audio: WorkerHost<AudioWorkerApi>;
  mux: WorkerHost<MuxWorkerApi>;
  quality: WorkerHost<QualityWorkerApi>;
  /** Of engines that encode on several workers at once. */
  lanes: Readonly<Record<LaneEngineName, LaneHosts>>;
  /** Of all of them. */
  use: WorkerUse;
}

export type LaneEngineName = Exclude<ChosenEngine['engine'], 'webcodecs' | 'pictures'>;

/** What a host has of its own. */
export interface WorkerSetup {
  /** Worker constructors to use in place of the inlined ones, where a CSP forbids blob workers. */
  workers?: Partial<Record<WorkerName, () => Worker>>;
  /** Where the host serves `@ffmpeg/core`, which DNx, broadcast and archive formats need. It is loaded when they are used. */
  ffmpeg?: FfmpegCoreUrls;
  /**
   * Milliseconds from one look whether a worker still answers to the next. One that has nothing to do and misses four is
   * ended, and replaced when it is needed again. Default 5000.
   */
  heartbeatMs?: number;
}

export function createExportWorkers({
  workers: own = {},
  ffmpeg,
  heartbeatMs = 5000,
}: WorkerSetup = {}): ExportWorkers {
  const creator = (name: WorkerName): (() => Promise<Worker>) => {
    const create = own[name];
    return create === undefined ? inlined[name] : () => Promise.resolve(create());
  };
  const use: WorkerUse = { beatMs: heartbeatMs, lent: true };
  const host = <Api>(name: WorkerName): WorkerHost<Api> => {
    return new WorkerHost<Api>(name, creator(name), use);
  };
  const lanes = {
    prores: new LaneHosts('prores', creator('prores'), laneCount(laneBytes.prores), null, use),
    ffmpeg: new LaneHosts('ffmpeg', creator('ffmpeg'), laneCount(laneBytes.ffmpeg), ffmpeg ?? null, use),
  };
  return { encode: host('encode'), audio: host('audio'), mux: host('mux'), quality: host('quality'), lanes, use };
}

/** Each worker is one self-contained module, loaded when first needed. */
const inlined: Readonly<Record<WorkerName, () => Promise<Worker>>> = {
  encode: async () => new (await import('./encode.worker?worker&inline')).default({ name: 'stepframe-encode' }),
  audio: async () => new (await import('./audio.worker?worker&inline')).default({ name: 'stepframe-audio' }),
  prores: async () => new (await import('./prores.worker?worker&inline')).default({ name: 'stepframe-prores' }),
  ffmpeg: async () => new (await import('./ffmpeg.worker?worker&inline')).default({ name: 'stepframe-ffmpeg' }),
  quality: async () => new (await import('./quality.worker?worker&inline')).default({ name: 'stepframe-quality' }),
  mux: async () => new (await import('./mux.worker?worker&inline')).default({ name: 'stepframe-mux' }),
};
