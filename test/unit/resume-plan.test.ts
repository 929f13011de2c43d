import { describe, expect, it } from 'vitest';
import { planResume, snapshotBefore } from '../../src/orchestrator/resume-plan';
import { planSegments } from '../../src/orchestrator/segment-plan';
import type { PartKind, StoredPart } from '../../src/storage/export-database';

const segments = planSegments(300, 120);
const part = (kind: PartKind, index = 0): StoredPart => ({
  exportId: 'a',
  kind,
  index,
  byteLength: 1,
  checksum: '0',
});

describe('what is left to do', () => {
  it('is all, where nothing is stored', () => {
    expect(planResume(segments, [])).toEqual({ missing: segments, stored: [], soundStored: false, snapshots: [] });
  });

  it('is nothing, where all is stored', () => {
    const parts = [0, 1, 2].map((index) => part('segments', index));
    expect(planResume(segments, [...parts, part('audio')])).toEqual({
      missing: [],
      stored: [0, 1, 2],
      soundStored: true,
      snapshots: [],
    });
  });

  it('may have holes', () => {
    const { missing, stored } = planResume(segments, [part('segments', 0), part('segments', 2)]);
    expect(missing).toEqual([{ index: 1, first: 120, count: 120 }]);
    expect(stored).toEqual([0, 2]);
  });

  it('ends with a shorter segment', () => {
    const { missing } = planResume(segments, [part('segments', 0), part('segments', 1)]);
    expect(missing).toEqual([{ index: 2, first: 240, count: 60 }]);
  });

  it('takes neither packets nor snapshots for segments or sound', () => {
    const plan = planResume(segments, [part('packets', 0), part('packets', 1), part('snapshots', 2)]);
    expect(plan).toEqual({ missing: segments, stored: [], soundStored: false, snapshots: [2] });
  });

  it('has a segment made again that the cover is taken from', () => {
    const parts = [0, 1, 2].map((index) => part('segments', index));
    const { missing, stored } = planResume(segments, parts, 1);
    expect(missing.map(({ index }) => index)).toEqual([1]);
    expect(stored).toEqual([0, 2]);
  });

  it('takes no notice of parts of an index there is none of', () => {
    const { missing, stored } = planResume(segments, [part('segments', 7)]);
    expect(missing).toEqual(segments);
    expect(stored).toEqual([]);
  });
});

describe('the state to go back to', () => {
  const plan = planResume(segments, [part('snapshots', 1), part('snapshots', 4), part('snapshots', 8)]);
  it.each([
    [0, undefined],
    [1, 1],
    [3, 1],
    [4, 4],
    [7, 4],
    [100, 8],
  ])('for segment %i is %s', (index, snapshot) => {
    expect(snapshotBefore(plan, index)).toBe(snapshot);
  });
});
