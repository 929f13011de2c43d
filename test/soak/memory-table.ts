import type { MemorySample } from './watched-export';

export type MemoryMeasure = 'heap' | 'renderer' | 'browser' | 'gpu' | 'total';

/** Megabytes, one row a stretch of the timeline: least, median and peak of each measure. */
export function memoryTable(samples: readonly MemorySample[], framesPerRow: number, rowName: string): string {
  const rows = Math.ceil((Math.max(...samples.map(({ framesDone }) => framesDone)) || 1) / framesPerRow);
  const lines = Array.from({ length: rows }, (_, row) => {
    const within = samples.filter(
      ({ framesDone }) => Math.min(rows - 1, Math.floor(framesDone / framesPerRow)) === row,
    );
    const cells = measures.map((measure) => spread(valuesOf(within, measure)));
    return [`${rowName} ${row + 1}`.padEnd(12), ...cells.map((cell) => cell.padStart(18))].join('');
  });
  const head = ['MB min/median/peak'.padEnd(12), ...measures.map((measure) => measure.padStart(18))].join('');
  return [head, ...lines].join('\n');
}

const measures: readonly MemoryMeasure[] = ['heap', 'renderer', 'browser', 'gpu', 'total'];

export function peak(samples: readonly MemorySample[], measure: MemoryMeasure): number {
  return Math.max(...valuesOf(samples, measure));
}

export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function valuesOf(samples: readonly MemorySample[], measure: MemoryMeasure): number[] {
  return samples.map((sample) => sample[measure]).filter((value) => value !== null);
}

function spread(values: readonly number[]): string {
  if (values.length === 0) return '-';
  const sorted = values.toSorted((one, other) => one - other);
  return [sorted[0]!, sorted[sorted.length >> 1]!, sorted.at(-1)!].map(megabytes).join('/');
}
