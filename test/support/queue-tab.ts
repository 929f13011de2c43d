import { createExporter, ExportError, openExportQueue, type ExportQueue, type Job } from '../../src/index';
import type { ffmpegCore } from './ffmpeg-core';
import { small, type CompositionChange } from './queue-compositions';

/** What the page gives a tab of its. */
export interface TabHost {
  ffmpeg: typeof ffmpegCore;
  composition(id: string): CompositionChange;
  /** A job begins: how it is to fail, or not at all. */
  begins(job: Job, queue: ExportQueue): 'once' | 'always' | null;
  opened(queue: ExportQueue): void;
}

/** Set by the page before this module runs in a frame of it, as it would in another tab. */
const { queueHost } = window as unknown as { queueHost: TabHost };

const exporter = createExporter({ check: 'off', ffmpeg: queueHost.ffmpeg });
const queue = openExportQueue({
  exporter,
  composition: (id) => small({ id, ...queueHost.composition(id) }),
  limits: { exports: 2, encoders: 2, lanes: 8, memory: 4 * 2 ** 30 },
  retry: { times: 5, backoffMs: 50 },
  options: (job) => {
    const failure = queueHost.begins(job, queue);
    if (failure === null) return {};
    throw new ExportError('capture', {
      ...{ detail: 'injected', stage: 'prepare', message: 'Injected.', remedy: 'None.' },
      recoverable: failure === 'once',
    });
  },
});
queueHost.opened(queue);
