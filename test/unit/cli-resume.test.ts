import { describe, expect, it } from 'vitest';
import { isResumable } from '../../src/cli/keep-rule';
import { resumeOrStart, resumeUnfinished } from '../../src/cli/resume-unfinished';
import type { Composition } from '../../src/composition/composition';
import { toFrameRate } from '../../src/composition/frame-rate';
import { cancelled, ExportError, type ErrorCode, type ExportStage } from '../../src/errors';
import type { Exporter, ExportHandle, UnfinishedExport } from '../../src/exporter';
import { findPreset } from '../../src/presets/registry';
import { settingsFor } from '../../src/presets/preset';

const composition: Composition = {
  id: 'wide',
  name: 'Wide',
  width: 1280,
  height: 720,
  frameRate: 30,
  durationInFrames: 90,
  open: () => {
    throw new Error('Settings need no session.');
  },
};
const settings = settingsFor(findPreset('webm-vp9')!, composition);

describe('what is continued', () => {
  /** An exporter that says what it was asked to do. */
  function exporter(): Pick<Exporter, 'start' | 'resume'> & { resumed: string[] } {
    const resumed: string[] = [];
    return {
      resumed,
      start: () => ({ id: 'new' }) as ExportHandle,
      resume: (id) => {
        resumed.push(id);
        return { id } as ExportHandle;
      },
    };
  }
  const stored = (changed: Partial<UnfinishedExport> = {}): UnfinishedExport => ({
    id: 'newest',
    compositionId: 'wide',
    compositionName: 'Wide',
    settings: structuredClone(settings),
    startedAt: 0,
    framesStored: 30,
    framesTotal: 90,
    byteLength: 1000,
    file: null,
    folder: null,
    finished: false,
    withheld: false,
    stopped: null,
    ...changed,
  });

  it('is the newest of the unfinished exports that are as asked for', () => {
    const asked = exporter();
    const other = stored({ id: 'other', settings: { ...settings, width: 640 } });
    const unfinished = [other, stored(), stored({ id: 'older' })];
    expect(resumeUnfinished(asked, unfinished, composition, settings, {})).toEqual({ id: 'newest' });
    expect(asked.resumed).toEqual(['newest']);
  });

  it('does not mind a setting that is undefined and one that is absent', () => {
    const asked = exporter();
    const { metadata } = settings;
    expect(metadata).toBeUndefined();
    resumeUnfinished(asked, [stored()], composition, Object.assign({ metadata }, settings), {});
    expect(asked.resumed).toEqual(['newest']);
  });

  it('is nothing when nothing was stored', () => {
    expect(failureOf(() => resumeUnfinished(exporter(), [], composition, settings, {}))).toMatchObject({
      code: 'invalid-input',
      stage: 'configure',
      detail: 'nothing-to-resume',
    });
  });

  it.each([
    ['composition is "blend" there and "wide" here', { compositionId: 'blend' }],
    ['width is 1920 there and 1280 here', { settings: { ...settings, width: 1920 } }],
    ['range.end is 60 there and 90 here', { settings: { ...settings, range: { first: 0, end: 60 } } }],
    ['frameRate.num is 60 there and 30 here', { settings: { ...settings, frameRate: toFrameRate(60) } }],
    ['video.codec is "av1" there', { settings: { ...settings, video: { ...settings.video, codec: 'av1' as const } } }],
    ['audio is null there', { settings: { ...settings, audio: null } }],
    ['metadata is {"title":"One"} there and absent here', { settings: { ...settings, metadata: { title: 'One' } } }],
  ])('is not another export: %s', (difference, changed) => {
    const asked = exporter();
    expect(failureOf(() => resumeUnfinished(asked, [stored(changed)], composition, settings, {}))).toMatchObject({
      code: 'invalid-input',
      stage: 'configure',
      detail: 'resume-mismatch',
      message: expect.stringContaining(difference) as string,
    });
    expect(asked.resumed).toEqual([]);
    // A file beside the first may have been finished, or not begun.
    expect(resumeOrStart(asked, [stored(changed)], composition, settings, {})).toEqual({ id: 'new' });
  });

  it('names everything that differs', () => {
    const other = stored({ compositionId: 'blend', settings: { ...settings, width: 1, height: 2 } });
    expect(() => resumeUnfinished(exporter(), [other], composition, settings, {})).toThrow(
      /composition is .*; width is .*; height is /,
    );
  });
});

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}

describe('whether what is finished is kept', () => {
  const failure = (code: ErrorCode, stage: ExportStage, recoverable: boolean, detail = 'any'): ExportError =>
    new ExportError(code, { detail, stage, message: '', remedy: '', recoverable });
  const rendering = (segmentsStored: number) => ({ phase: 'rendering', segmentsStored }) as const;
  const interruption = cancelled('render');
  const crash = failure('worker-crash', 'render', true);
  const range = failure('invalid-input', 'configure', false, 'range-outside');

  it.each([
    ['an interruption', interruption],
    ['a crash', crash],
    ['a full disk', failure('storage-quota', 'store', true)],
    ['a mistake of the command itself', new Error('EIO')],
  ])('after %s: once a segment is stored', (_, error) => {
    expect(isResumable(error, { resuming: false, progress: rendering(1) })).toBe(true);
    expect(isResumable(error, { resuming: false, progress: rendering(0) })).toBe(false);
    expect(isResumable(error, { resuming: false, progress: null })).toBe(false);
    expect(isResumable(error, { resuming: true, progress: null })).toBe(true);
  });

  it.each([
    ['what would fail again', failure('capture', 'capture', false)],
    ['bad input', failure('invalid-input', 'audio', true)],
    ['what this browser cannot do', failure('unsupported', 'encode', true)],
  ])('never after %s', (_, error) => {
    expect(isResumable(error, { resuming: false, progress: rendering(3) })).toBe(false);
    expect(isResumable(error, { resuming: true, progress: rendering(3) })).toBe(false);
  });

  it('when a run that should resume did not come to it', () => {
    for (const error of [
      range,
      failure('invalid-input', 'configure', false, 'resume-mismatch'),
      failure('unsupported', 'prepare', false, 'browser-not-started'),
    ]) {
      expect(isResumable(error, { resuming: true, progress: null })).toBe(true);
      expect(isResumable(error, { resuming: false, progress: null })).toBe(false);
    }
  });

  it('not when there is nothing to resume', () => {
    const error = failure('invalid-input', 'configure', false, 'nothing-to-resume');
    expect(isResumable(error, { resuming: true, progress: null })).toBe(false);
  });

  it('not when the page was done: it keeps nothing of a file it has handed over', () => {
    const error = failure('storage', 'deliver', true);
    expect(isResumable(error, { resuming: true, progress: { phase: 'complete', segmentsStored: 3 } })).toBe(false);
  });
});
