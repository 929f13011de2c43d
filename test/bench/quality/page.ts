import type { FrameMeter } from '../../../src/kernels/quality/frame-meter';
import type { FrameComparison, FrameShape } from '../../../src/kernels/quality/quality-kernels';
import { TwinFrameMeter } from '../../../src/kernels/quality/twin-frame-meter';
import { TwinFrameComparison } from '../../../src/kernels/quality/twin-kernels';
import { WasmFrameMeter } from '../../../src/kernels/quality/wasm-frame-meter';
import { WasmFrameComparison } from '../../../src/kernels/quality/wasm-kernels';
import { measureArtifacts } from '../../../src/quality/metrics/artifacts';
import { comparerOver } from '../../../src/quality/metrics/compare-frames';

/** Milliseconds a frame, by metric. */
export type QualityTimes = Record<string, number>;

export interface QualityBench {
  /** One round of every metric, by the kernel in WebAssembly or its twin. */
  round(kind: 'kernel' | 'twin', shape: FrameShape): Promise<QualityTimes>;
}

const opened = new Map<string, Promise<readonly [FrameComparison, FrameMeter]>>();

async function open(kind: 'kernel' | 'twin', shape: FrameShape): Promise<readonly [FrameComparison, FrameMeter]> {
  const kernels: readonly [FrameComparison, FrameMeter] =
    kind === 'twin'
      ? [new TwinFrameComparison(shape), new TwinFrameMeter(shape)]
      : [await WasmFrameComparison.open(shape), await WasmFrameMeter.open(shape)];
  const [comparison] = kernels;
  // The dearest picture: no two pixels equal, no pixel as in the source.
  for (let at = 0; at < comparison.source.length; at++) {
    comparison.source[at] = (at * 2654435761) >>> 24;
    comparison.output[at] = comparison.source[at]! ^ (1 + (at % 7));
  }
  return kernels;
}

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const bench: QualityBench = {
  async round(kind, shape) {
    const key = `${kind} ${shape.width} ${shape.height}`;
    if (!opened.has(key)) opened.set(key, open(kind, shape));
    const [comparison, meter] = await opened.get(key)!;
    const { width, height } = shape;
    const comparer = comparerOver(comparison, shape);
    return {
      'luma and PSNR': milliseconds(() => comparison.takePlanes()),
      SSIM: milliseconds(() => comparison.ssim(1)),
      'ΔE2000 of every 5th pixel': milliseconds(() => comparison.deltaE(5)),
      'MS-SSIM, all scales': milliseconds(() => comparison.ssim(5)),
      'banding and blocking': milliseconds(() =>
        measureArtifacts({
          source: comparison.sourceLuma,
          output: comparison.outputLuma,
          stride: comparison.lumaStride,
          width,
          height,
        }),
      ),
      'all of compareFrames': milliseconds(() => comparer.compareFrames(comparison.source, comparison.output)),
      'measures of a fingerprint': milliseconds(() => meter.measurePixels(comparison.source)),
    };
  },
};

(globalThis as unknown as { qualityBench: QualityBench }).qualityBench = bench;
