import { describe, expect, it } from 'vitest';
import { findPreset, settingsFor } from '../../src/index';
import { estimate, secondsForAll } from '../../src/queue/estimates';
import { FileNames } from '../../src/queue/file-names';
import { needsOf } from '../../src/queue/job-needs';
import { jobOf } from '../../src/queue/job-schema';
import type { Job } from '../../src/queue/job';
import { defaultLimits, fitsIn, type QueueLimits } from '../../src/queue/queue-limits';
import { measured, speedKey, type Speed } from '../../src/queue/speeds';
import { frameCodeComposition } from '../support/test-compositions';
import { presets } from '../../src/presets/registry';

const limits: QueueLimits = { exports: 2, memory: 2 ** 32, encoders: 2, lanes: 4 };
const composition = frameCodeComposition({ durationInFrames: 60 });

function job(id: string, change: Partial<Job> & { preset?: string } = {}): Job {
  const { preset = 'webm-vp9', ...rest } = change;
  const asked = {
    id,
    compositionId: 'c',
    compositionName: 'C',
    settings: settingsFor(findPreset(preset)!, composition),
  };
  return { ...jobOf(asked, 1, new FileNames([])), ...rest };
}

const device = { hardwareConcurrency: 4, deviceMemory: 8 };
const needs = (each: Job) => ({ ...needsOf(each.settings, device), exports: 1 });
const at = (jobs: Job[], speeds: [Job, number][] = [], now = 0) => {
  const known = new Map<string, Speed>(
    speeds.map(([of, fps]) => [speedKey(of), { framesPerSecond: fps, pixels: 320 * 180 }]),
  );
  return estimate({ jobs, speeds: known, limits, needsOf: needs, now });
};

describe('when jobs are done', () => {
  it('is unknown before anything was measured', () => {
    const jobs = [job('a')];
    expect(at(jobs).size).toBe(0);
    expect(secondsForAll(jobs, at(jobs))).toBeNull();
    expect(secondsForAll([], at([]))).toBe(0);
  });

  it('follows from the speed of their kind, one after the other where they are of one composition', () => {
    const jobs = [job('a'), job('b'), job('c')];
    const ends = at(jobs, [[jobs[0]!, 30]]);
    expect([...ends]).toEqual([
      ['a', 2],
      ['b', 4],
      ['c', 6],
    ]);
    expect(secondsForAll(jobs, ends)).toBe(6);
  });

  it('counts what runs beside as taking half of the device', () => {
    const jobs = [job('a'), job('b', { compositionId: 'd' })];
    // The other is of no kind that was measured: as fast for its pixels.
    expect([...at(jobs, [[jobs[0]!, 30]])]).toEqual([
      ['a', 4],
      ['b', 4],
    ]);
  });

  it('counts what is left, what comes first and what must not begin yet', () => {
    const jobs = [
      job('a', {
        state: 'running',
        progress: { phase: 'rendering', framesDone: 30, framesTotal: 60, framesPerSecond: 30, secondsLeft: 1 },
      }),
      job('b', { after: ['a'], notBefore: 10_000 }),
      job('c', { after: ['p'] }),
      job('p', { state: 'paused' }),
    ];
    expect([...at(jobs, [[jobs[0]!, 30]])]).toEqual([
      ['a', 1],
      ['b', 12],
    ]);
  });

  it('learns from each, as if it had been alone', () => {
    const first = measured(job('a'), 15, 2, undefined);
    expect(first).toEqual({ framesPerSecond: 30, pixels: 320 * 180 });
    expect(measured(job('a'), 10, 1, first).framesPerSecond).toBe(20);
  });
});

describe('what jobs need', () => {
  it('is an encoder of the browser, or lanes', () => {
    expect(needsOf(job('a').settings, device)).toMatchObject({ encoders: 1, lanes: 0 });
    expect(needsOf(job('a', { preset: 'gif' }).settings, device)).toMatchObject({ encoders: 0, lanes: 4 });
    expect(needsOf(job('a', { preset: 'prores-422' }).settings, device)).toMatchObject({ encoders: 0, lanes: 4 });
  });

  it('grows with the picture', () => {
    const { settings } = job('a');
    const memory = (width: number, height: number): number => needsOf({ ...settings, width, height }, device).memory;
    expect(memory(3840, 2160) - memory(1920, 1080)).toBe(12 * 4 * (3840 * 2160 - 1920 * 1080));
  });

  it.each([
    { hardwareConcurrency: 2, deviceMemory: 4 },
    { hardwareConcurrency: 4 },
    { hardwareConcurrency: 8, deviceMemory: 8 },
    { hardwareConcurrency: 32, deviceMemory: 8 },
  ])('never is more than there is by default, at 4K: %o', (measures) => {
    for (const preset of presets) {
      const settings = { ...settingsFor(preset, composition), width: 3840, height: 2160 };
      expect(fitsIn({ ...needsOf(settings, measures), exports: 1 }, defaultLimits(measures)), preset.id).toBe(true);
    }
  });
});
