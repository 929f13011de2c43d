import type { SegmentSpan } from '../encode/segment-encoder';
import type { StoredPart } from '../storage/export-database';

/** What of an export is there already, and what is left to do. */
export interface ResumePlan {
  /** Segments still to be made, in order. */
  missing: SegmentSpan[];
  /** Indices of the segments there are. */
  stored: number[];
  soundStored: boolean;
  /** Segments before which the composition's state is known. */
  snapshots: number[];
}

/** @param parts the ledger of the export. @param redo a segment that is made again although it is there */
export function planResume(
  segments: readonly SegmentSpan[],
  parts: readonly StoredPart[],
  redo: number | null = null,
): ResumePlan {
  const indices = (kind: StoredPart['kind']): number[] =>
    parts.filter((part) => part.kind === kind).map(({ index }) => index);
  const there = new Set(indices('segments'));
  if (redo !== null) there.delete(redo);
  return {
    missing: segments.filter(({ index }) => !there.has(index)),
    stored: segments.filter(({ index }) => there.has(index)).map(({ index }) => index),
    soundStored: indices('audio').length > 0,
    snapshots: indices('snapshots'),
  };
}

/** The nearest snapshot from which segment `index` can be reached; undefined: only the start will do. */
export function snapshotBefore({ snapshots }: ResumePlan, index: number): number | undefined {
  const reached = snapshots.filter((each) => each <= index);
  return reached.length === 0 ? undefined : Math.max(...reached);
}
