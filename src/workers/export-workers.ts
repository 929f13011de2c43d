import type { ChosenEngine } from '../encode/segment-encoder';
import type { AudioWorkerApi, EncodeWorkerApi, MuxWorkerApi } from './protocol';
import { LaneHosts, laneCount } from './lane-hosts';
import { WorkerHost } from './worker-host';

export type WorkerName = 'encode' | 'audio' | 'mux' | 'prores';

/** The workers of one export. */
export interface ExportWorkers {
  encode: WorkerHost<EncodeWorkerApi>;
  audio: WorkerHost<AudioWorkerApi>;
  mux: WorkerHost<MuxWorkerApi>;
  /** Of engines that encode on several workers at once. */
  lanes: Readonly<Record<LaneEngineName, LaneHosts>>;
}

export type LaneEngineName = Exclude<ChosenEngine['engine'], 'webcodecs'>;

/** `own`: a host's constructors, where its CSP forbids the inlined ones. */
export function createExportWorkers(own: Partial<Record<WorkerName, () => Worker>> = {}): ExportWorkers {
  const creator = (name: WorkerName): (() => Promise<Worker>) => {
    const create = own[name];
    return create === undefined ? inlined[name] : () => Promise.resolve(create());
  };
  const host = <Api>(name: WorkerName): WorkerHost<Api> => {
    return new WorkerHost<Api>(name, creator(name));
  };
  const lanes = { prores: new LaneHosts('prores', creator('prores'), laneCount()) };
  return { encode: host('encode'), audio: host('audio'), mux: host('mux'), lanes };
}

/** Each worker is one self-contained module, loaded when first needed. */
const inlined: Readonly<Record<WorkerName, () => Promise<Worker>>> = {
  encode: async () => new (await import('./encode.worker?worker&inline')).default({ name: 'stepframe-encode' }),
  audio: async () => new (await import('./audio.worker?worker&inline')).default({ name: 'stepframe-audio' }),
  prores: async () => new (await import('./prores.worker?worker&inline')).default({ name: 'stepframe-prores' }),
  mux: async () => new (await import('./mux.worker?worker&inline')).default({ name: 'stepframe-mux' }),
};
