import { describe, expect } from 'vitest';
import { faultMatrix } from '../support/fault-matrix';
import {
  cleanUpAfterEach,
  expectSame,
  length,
  newExporter,
  numbered,
  segmentFrames,
  segmentsStored,
  settings,
  until,
  warningsOf,
  type Numbered,
} from '../support/fault-session';
import { faultyWorkers, type StartedWorker, type WorkerName } from '../support/faulty-workers';
import type { ExportHandle } from '../../src/index';
import { everyNth } from '../support/thorough';

cleanUpAfterEach();
const fault = faultMatrix('workers');

interface Disturbance {
  /** At the first time this frame is drawn … */
  atFrame?: { frame: number; kind: WorkerName; how: 'close' | 'terminate' };
  /** … or whenever it likes. */
  meanwhile?: (handle: ExportHandle, last: (kind: WorkerName) => StartedWorker) => Promise<void>;
}

/** Exports while workers are ended: the same file all the same. */
async function survives({ atFrame, meanwhile }: Disturbance): Promise<string> {
  const { workers, last } = faultyWorkers();
  const given: Numbered = numbered({
    async renderFrame(frame) {
      if (frame !== atFrame?.frame || given.drawn.indexOf(frame) < given.drawn.length - 1) return;
      const worker = last(atFrame.kind);
      await worker.answered;
      worker.end(atFrame.how);
      // The browser takes a while to end it: the moment stays the one asked for.
      await new Promise((resolve) => setTimeout(resolve, 300));
    },
  });
  const handle = newExporter({ workers }).start(given.composition, settings(given.composition));
  await meanwhile?.(handle, last);
  await expectSame(await handle.result, given);
  const again = given.drawn.length - length;
  // Two segments, and on a busy machine what was drawn while the second was being stored.
  expect(again).toBeLessThan(3 * segmentFrames);
  if (atFrame) expect(warningsOf(handle)).toEqual(['retried']);
  return `survived: same file, ${again} frames drawn again, ${warningsOf(handle).length} retries`;
}

/** A worker has just given its first sign of life. */
async function firstAnswer(worker: () => StartedWorker | undefined): Promise<void> {
  while (!worker()) await new Promise((resolve) => setTimeout(resolve, 1));
  await worker()!.answered;
}

describe('a worker that is ended from outside', () => {
  const seed = 20_261_121;
  let state = seed;
  /** The same numbers every time, so that a failure can be repeated. */
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state % below;
  };

  for (const how of ['terminate', 'close'] as const) {
    for (const kind of ['encode', 'mux'] as const) {
      for (const frames of everyNth([random(segmentFrames), random(length)], 2)) {
        fault(`${kind} worker, ${how}`, `at frame ${frames}`, () =>
          survives({ atFrame: { frame: frames, kind, how } }),
        );
      }
    }
    fault(`encode worker, ${how}`, 'at its first answer', () =>
      survives({
        meanwhile: async (_handle, last) => {
          await firstAnswer(() => last('encode'));
          last('encode').end(how);
        },
      }),
    );
    fault(`audio worker, ${how}`, 'at its first answer', () =>
      survives({
        meanwhile: async (_handle, last) => {
          await firstAnswer(() => last('audio'));
          last('audio').end(how);
        },
      }),
    );
    for (const kind of ['encode', 'audio', 'mux'] as const) {
      fault(`${kind} worker, ${how}`, 'while the file is closed', () =>
        survives({
          meanwhile: async (handle, last) => {
            await new Promise<void>((resolve) => {
              const stop = handle.subscribe(({ phase }) => {
                if (phase !== 'muxing') return;
                last(kind).end(how);
                stop();
                resolve();
              });
            });
          },
        }),
      );
    }
  }

  fault('encode worker, terminate', 'three times, with a segment stored in between', () =>
    survives({
      meanwhile: async (handle, last) => {
        for (const segments of [0, 1, 2]) {
          await segmentsStored(handle, segments);
          await until(
            handle,
            ({ phase, framesDone: done }) => phase === 'rendering' && done > segments * segmentFrames,
          );
          last('encode').end('terminate');
          await until(handle, ({ warnings }) => warnings.length > segments);
        }
      },
    }),
  );
});
