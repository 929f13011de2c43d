import type { ExporterOptions } from '../../src/index';
import EncodeWorker from './faulty-encode.worker?worker';
import AudioWorker from './faulty-audio.worker?worker';
import MuxWorker from './faulty-mux.worker?worker';
import type { WorkerFaults } from './worker-faults';

export type WorkerName = 'encode' | 'audio' | 'mux';
const constructors = { encode: EncodeWorker, audio: AudioWorker, mux: MuxWorker };

export interface StartedWorker {
  kind: WorkerName;
  /** Resolves at its first sign of life. */
  answered: Promise<void>;
  /** Ends it as an event tells of neither: by its own hand, or by the browser's. */
  end(how: 'close' | 'terminate'): void;
}

/**
 * Worker constructors for an exporter, with faults planned for each worker by its kind and by how many of that kind were
 * started before it; and the workers as they are started.
 */
export function faultyWorkers(plan: (kind: WorkerName, start: number) => WorkerFaults = () => ({})): {
  workers: NonNullable<ExporterOptions['workers']>;
  started: StartedWorker[];
  last: (kind: WorkerName) => StartedWorker;
} {
  const started: StartedWorker[] = [];
  const create = (kind: WorkerName) => (): Worker => {
    const closeOn = `faults:${crypto.randomUUID()}`;
    const faults = plan(kind, started.filter((each) => each.kind === kind).length);
    const worker = new constructors[kind]({ name: JSON.stringify({ ...faults, closeOn }) });
    // Kept apart from the exporter's own way to end it.
    const terminate = Worker.prototype.terminate.bind(worker);
    const end = (how: 'close' | 'terminate'): void => {
      if (how === 'terminate') terminate();
      else new BroadcastChannel(closeOn).postMessage(null);
    };
    const answered = new Promise<void>((resolve) =>
      worker.addEventListener('message', () => resolve(), { once: true }),
    );
    started.push({ kind, answered, end });
    return worker;
  };
  return {
    workers: { encode: create('encode'), audio: create('audio'), mux: create('mux') },
    started,
    last: (kind) => started.findLast((each) => each.kind === kind)!,
  };
}
