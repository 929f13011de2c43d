import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../src/audit/audited-export';
import type { ExportPhase, ExportProgress } from '../../src/orchestrator/export-run';

const events = (before: ExportPhase, phase: ExportPhase, { isNew = true, resumable = false } = {}) =>
  eventsOf(before, { phase, resumable } as ExportProgress, isNew);

describe('a change of phase in the audit trail', () => {
  it('is the start, or the resumption in a later session', () => {
    expect(events('idle', 'preparing')).toEqual(['started']);
    expect(events('idle', 'preparing', { isNew: false })).toEqual(['resumed']);
    expect(events('paused', 'preparing')).toEqual(['resumed']);
  });

  it('is nothing while the work goes on, however often it is tried again', () => {
    expect(events('preparing', 'rendering')).toEqual([]);
    expect(events('rendering', 'encoding')).toEqual([]);
    expect(events('encoding', 'muxing')).toEqual([]);
    expect(events('muxing', 'validating')).toEqual([]);
    expect(events('encoding', 'preparing')).toEqual([]);
  });

  it('is the end', () => {
    for (const before of ['muxing', 'validating'] as const) expect(events(before, 'complete')).toEqual(['completed']);
    expect(events('rendering', 'failed', { resumable: true })).toEqual(['failed']);
    expect(events('rendering', 'cancelled')).toEqual(['cancelled']);
    expect(events('paused', 'cancelled', { resumable: true })).toEqual(['interrupted']);
  });

  it('is the start too where it ended before the first attempt', () => {
    expect(events('idle', 'failed')).toEqual(['started', 'failed']);
    expect(events('idle', 'cancelled')).toEqual(['started', 'cancelled']);
    expect(events('idle', 'failed', { isNew: false })).toEqual(['resumed', 'failed']);
  });

  it('is no second completion where a finished file is only fetched', () => {
    expect(events('idle', 'complete', { isNew: false })).toEqual(['fetched']);
  });
});
