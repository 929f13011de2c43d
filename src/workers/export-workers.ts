import type { AudioWorkerApi, EncodeWorkerApi, MuxWorkerApi } from './protocol';
import { WorkerHost } from './worker-host';

export type WorkerName = 'encode' | 'audio' | 'mux';

/** The workers of one export. */
export interface ExportWorkers {
  encode: WorkerHost<EncodeWorkerApi>;
  audio: WorkerHost<AudioWorkerApi>;
  mux: WorkerHost<MuxWorkerApi>;
}

/** `own`: a host's constructors, where its CSP forbids the inlined ones. */
export function createExportWorkers(own: Partial<Record<WorkerName, () => Worker>> = {}): ExportWorkers {
  const host = <Api>(name: WorkerName): WorkerHost<Api> => {
    const create = own[name];
    return new WorkerHost<Api>(name, create === undefined ? inlined[name] : () => Promise.resolve(create()));
  };
  return { encode: host('encode'), audio: host('audio'), mux: host('mux') };
}

/** Each worker is one self-contained module, loaded when first needed. */
const inlined: Readonly<Record<WorkerName, () => Promise<Worker>>> = {
  encode: async () => new (await import('./encode.worker?worker&inline')).default({ name: 'stepframe-encode' }),
  audio: async () => new (await import('./audio.worker?worker&inline')).default({ name: 'stepframe-audio' }),
  mux: async () => new (await import('./mux.worker?worker&inline')).default({ name: 'stepframe-mux' }),
};
