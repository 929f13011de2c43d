import type { VideoCodec } from '../encode/segment-encoder';
import { codecs, isWebVideoCodec } from '../formats/codecs';
import type { ExportWorkers, WorkerName } from './export-workers';
import type { WorkerHealth, WorkerState } from './worker-host';

/** A worker as it is seen from outside. */
export interface WorkerStatus {
  /** Of the worker, and of those that take its place: `1.encode`, `1.ffmpeg.0`. */
  readonly id: string;
  /** The set it belongs to, which is lent to one export at a time. */
  readonly set: number;
  readonly lent: boolean;
  readonly role: WorkerName;
  /** What its engine encodes; none of a worker that does something else. Whether this browser can, a trial says. */
  readonly codecs: readonly VideoCodec[];
  readonly state: WorkerState;
  /** Pieces of work that are done: calls of the page, and of lanes, batches, frames or files. */
  readonly tasks: number;
  readonly busySeconds: number;
  readonly aliveSeconds: number;
  /**
   * How much of its life it had something to do, 0 … 1. One that waits for frames has: what there is to do beyond it, lanes
   * alone tell.
   */
  readonly utilisation: number;
  /** How often it died and was replaced, or will be when it is needed next. */
  readonly faults: number;
  /** Why, the last time; null: never. */
  readonly lastFault: string | null;
}

/** Of a set, the workers that have been needed. */
export function workersOf(workers: ExportWorkers, set: number): WorkerStatus[] {
  const { lanes, use } = workers;
  const hosts = (['encode', 'audio', 'mux', 'quality'] as const).map(
    (role) => [`${set}.${role}`, role, workers[role].health] as const,
  );
  const lanesOf = (['prores', 'ffmpeg'] as const).flatMap((role) =>
    lanes[role].health.map((health, index) => [`${set}.${role}.${index}`, role, health] as const),
  );
  return [...hosts, ...lanesOf].flatMap(([id, role, health]) =>
    health ? [{ id, set, lent: use.lent, role, codecs: codecsOf(role), ...figuresOf(health) }] : [],
  );
}

function figuresOf({ state, tasks, busyMs, aliveMs, faults, lastFault }: WorkerHealth) {
  const utilisation = aliveMs > 0 ? Math.min(1, busyMs / aliveMs) : 0;
  return { state, tasks, busySeconds: busyMs / 1000, aliveSeconds: aliveMs / 1000, utilisation, faults, lastFault };
}

function codecsOf(role: WorkerName): VideoCodec[] {
  const all = Object.keys(codecs) as VideoCodec[];
  switch (role) {
    case 'encode':
      return all.filter((codec) => isWebVideoCodec(codec) || codec === 'dng');
    case 'prores':
      return ['prores'];
    case 'ffmpeg':
      return all.filter(
        (codec) => codec === 'h264' || (!isWebVideoCodec(codec) && codec !== 'prores' && codec !== 'dng'),
      );
    default:
      return [];
  }
}
