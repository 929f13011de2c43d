import { describe, expect, it } from 'vitest';
import { ExportError } from '../../src/errors';
import { findPreset, presets } from '../../src/presets/registry';
import { settingsFor } from '../../src/presets/preset';
import { batchMatrix } from '../../src/queue/batch-matrix';
import type { PlannedItem } from '../../src/queue/batch-plan';
import { planBatch } from '../../src/queue/batch-plan';
import {
  describeBatch,
  manifestOf,
  reportBatch,
  reportItem,
  type BatchReport,
  type ItemOutcome,
} from '../../src/queue/batch-report';
import { batchStatus } from '../../src/queue/batch-status';
import type { Job } from '../../src/queue/job';

const composition = {
  ...{ id: 'sweep', name: 'Sweep', width: 640, height: 360, frameRate: 30, durationInFrames: 90 },
  open: (): never => {
    throw new Error('Nothing is drawn here.');
  },
};

function planned(id: string, more: Partial<PlannedItem> = {}): PlannedItem {
  const preset = findPreset('mp4-h264')!;
  const settings = settingsFor(preset, composition);
  const rest = { composition, compositionName: 'sweep', preset, settings, priority: 'normal', after: [] } as const;
  return { id, index: 0, out: `films/${id}.mp4`, ...rest, ...more };
}

function job(id: string, more: Partial<Job> = {}): Job {
  const { settings, preset, out } = planned(id);
  return {
    ...{ id, compositionId: 'sweep', compositionName: 'Sweep', settings, presetId: preset.id, fileName: out },
    ...{ destination: { kind: 'browser' }, priority: 'normal', after: [], group: null, order: 0, state: 'waiting' },
    ...{ wish: null, exportId: null, tries: 0, notBefore: 0, progress: null, error: null, result: null },
    ...{ createdAt: 0, startedAt: null, endedAt: null, ranMs: 0 },
    ...more,
  };
}

const result = {
  name: 'a.mp4',
  byteLength: 1_234_567,
  durationSeconds: 3,
  sha256: null,
  score: 98.6,
  engine: 'webcodecs',
};
const error = new ExportError('capture', {
  detail: 'render-failed',
  stage: 'render',
  message: 'Frame 5 could not be drawn:\nit throws.',
  remedy: 'Correct the composition.',
}).toJSON();
const file = { path: 'films/a.mp4', byteLength: 1_234_567, sha256: 'ab'.repeat(32) };

const cases: [PlannedItem, ItemOutcome, Job | null][] = [
  [planned('a'), { state: 'complete', file }, job('a', { state: 'complete', result, ranMs: 4321 })],
  [planned('b'), { state: 'failed', error }, job('b', { state: 'failed', error, ranMs: 100 })],
  [planned('c'), { state: 'cancelled', error: null }, null],
];

function report(of: typeof cases, wasCancelled = false): BatchReport {
  return reportBatch(
    'batch-1',
    of.map((each) => reportItem(...each)),
    { startedAt: 0, ms: 5678, wasCancelled },
  );
}

describe('a report', () => {
  it('says of each item what became of it, and adds up', () => {
    expect(report(cases)).toMatchObject({
      ...{ id: 'batch-1', state: 'failed', startedAt: '1970-01-01T00:00:00.000Z', seconds: 5.7 },
      ...{ complete: 1, failed: 1, cancelled: 1, byteLength: 1_234_567 },
      items: [
        {
          id: 'a',
          state: 'complete',
          file: 'films/a.mp4',
          sha256: file.sha256,
          score: 98.6,
          seconds: 4.3,
          error: null,
        },
        { id: 'b', state: 'failed', file: null, sha256: null, score: null, error: { detail: 'render-failed' } },
        { id: 'c', state: 'cancelled', file: null, seconds: 0, error: null },
      ],
    });
    expect(report(cases.slice(0, 1)).state).toBe('complete');
    expect(report([cases[0]!, cases[2]!]).state).toBe('cancelled');
    expect(report(cases, true).state).toBe('cancelled');
    expect(JSON.stringify(report(cases))).not.toContain('stack');
  });

  it('can be read by people, a line for each item', () => {
    expect(describeBatch(report(cases)).split('\n')).toEqual([
      '1 of 3 exports complete, 1 failed, 1 cancelled: 1.23 MB in 5.7 s',
      'complete  a  films/a.mp4  1.23 MB  4.3 s  99 points',
      'failed  b  capture (render-failed): Frame 5 could not be drawn: it throws. Correct the composition.',
      'cancelled  c',
    ]);
  });

  it('is the manifest of the files that are there', () => {
    const manifest = manifestOf(report(cases));
    expect(manifest).toMatchObject({ schema: 'stepframe-batch-manifest', batch: 'batch-1' });
    expect(manifest.files).toEqual([
      {
        ...file,
        ...{ score: 98.6, durationSeconds: 3, item: 'a', composition: 'sweep', preset: 'mp4-h264' },
        settings: cases[0]![0].settings,
      },
    ]);
  });
});

describe('the status of a batch', () => {
  const progress = { phase: 'encoding', framesDone: 45, framesTotal: 90, framesPerSecond: 30, secondsLeft: 1.5 };
  const items = [planned('a'), planned('b'), planned('c'), planned('d')];
  const input = { state: 'running', items, issues: [], pixelsPerSecond: 640 * 360 * 30 } as const;

  it('goes by pixels, and takes what failed for done', () => {
    const status = batchStatus({
      ...input,
      jobs: new Map([
        ['a', job('a', { state: 'complete' })],
        ['b', job('b', { state: 'running', progress })],
        ['c', job('c', { state: 'failed' })],
      ]),
      outcomes: new Map<string, ItemOutcome>([
        ['a', { state: 'complete', file }],
        ['c', { state: 'failed', error }],
      ]),
    });
    expect(status).toMatchObject({ complete: 1, running: 1, failed: 1, waiting: 1, framesDone: 135, framesTotal: 360 });
    expect(status.fraction).toBeCloseTo((1 + 0.5 + 1) / 4);
    expect(status.secondsLeft).toBeCloseTo((45 + 90) / 30);
    expect(status.items.map(({ state }) => state)).toEqual(['complete', 'running', 'failed', 'waiting']);
  });

  it('does not call complete what has not been brought to its place', () => {
    const jobs = new Map([['a', job('a', { state: 'complete' })]]);
    expect(batchStatus({ ...input, jobs, outcomes: new Map(), pixelsPerSecond: null })).toMatchObject({
      ...{ complete: 0, running: 1, secondsLeft: null },
    });
  });
});

describe('a matrix', () => {
  it('is of every composition by every preset, with ids of their own', () => {
    const compositions = [{ id: 'Sweep & Co' }, { id: 'sweep-co' }, { id: '…' }, { id: 'x'.repeat(100) }];
    const batch = batchMatrix(compositions, [{ id: 'mp4-h264' }, { id: 'webm-vp9' }]);
    expect(batch.items).toHaveLength(8);
    expect(batch.items[0]).toEqual({ id: 'Sweep-Co-mp4-h264', composition: 'Sweep & Co', preset: 'mp4-h264' });
    expect(batch.items.slice(2, 6).map(({ id }) => id)).toEqual([
      'sweep-co-mp4-h264-2',
      'sweep-co-webm-vp9-2',
      'mp4-h264',
      'webm-vp9',
    ]);
    const { issues, items } = planBatch(batch, {
      compositions: new Map(compositions.map(({ id }) => [id, { ...composition, id }])),
      presets: new Map(presets.map((preset) => [preset.id, preset])),
      sequences: 'zip',
    });
    expect(issues).toEqual([]);
    expect(items).toHaveLength(8);
  });
});
