import { realNow } from '../composition/real-time';

/** What a worker has done by its own account. */
export interface WorkerLoad {
  /** Pieces of work: a batch of frames, a frame, a file. */
  tasks: number;
  /** Milliseconds it was at them. */
  busyMs: number;
}

const load: WorkerLoad = { tasks: 0, busyMs: 0 };

/** Of this worker, where it counts its work by `counted`. */
export function workerLoad(): WorkerLoad {
  return { ...load };
}

/** The object given, whose named methods count as work while they run. */
export function counted<Api extends object>(api: Api, methods: readonly (keyof Api)[]): Api {
  for (const name of methods) {
    const method = api[name] as (...given: unknown[]) => unknown;
    const call = async (...given: unknown[]): Promise<unknown> => {
      const startedAt = realNow();
      try {
        return await method.apply(api, given);
      } finally {
        load.tasks++;
        load.busyMs += realNow() - startedAt;
      }
    };
    Object.defineProperty(api, name, { value: call });
  }
  return api;
}
