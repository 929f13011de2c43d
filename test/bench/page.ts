import { createExporter } from '../../src/index';
import { benchScene } from './scene';
import { canvasSource } from './ways/canvas-source';
import { encodeOnly, readyFrames } from './ways/encode-only';
import { pngWay } from './ways/png-way';
import { renderOnly } from './ways/render-only';
import { exportSettings, type BenchSize } from './ways/settings';

/** Milliseconds of every run of every way, in the order they were measured. */
export interface BenchRuns {
  renderOnly: number[];
  encodeOnly: number[];
  whole: number[];
  canvasSource: number[];
}

/** Runs the ways in turn, so that a machine whose speed drifts drifts for all of them. The first round is a warm-up. */
async function interleaved(size: BenchSize, rounds: number): Promise<BenchRuns> {
  const runs: BenchRuns = { renderOnly: [], encodeOnly: [], whole: [], canvasSource: [] };
  const exporter = createExporter({ check: 'off' });
  const composition = benchScene(size.width, size.height, size.frames);
  const ready = await readyFrames(size);
  for (let round = 0; round <= rounds; round++) {
    const startedAt = performance.now();
    const handle = exporter.start(composition, exportSettings(size));
    const { codecString } = await handle.result;
    const whole = performance.now() - startedAt;
    await handle.release();
    const measured = {
      renderOnly: renderOnly(size),
      encodeOnly: await encodeOnly(size, codecString, ready),
      whole,
      canvasSource: await canvasSource(size, codecString),
    };
    if (round === 0) continue;
    for (const way of Object.keys(runs) as (keyof BenchRuns)[]) runs[way].push(measured[way]);
  }
  for (const frame of ready) frame.close();
  await exporter.dispose();
  return runs;
}

const bench = { interleaved, pngWay };
export type Bench = typeof bench;

Object.assign(globalThis, { bench });
