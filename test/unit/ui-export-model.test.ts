import { describe, expect, it } from 'vitest';
import type { Composition } from '../../src/composition/composition';
import { ExportError } from '../../src/errors';
import type { ExportHandle, ExportIssue } from '../../src/exporter';
import type { ExportProgress, ExportResult } from '../../src/orchestrator/export-run';
import { nextPhase } from '../../src/ui/dialog-phase';
import { announcementOf, summaryOf } from '../../src/ui/dialog-text';
import { stageLabel } from '../../src/ui/display-text';
import { canStart, createExportModel, isKept, settingsOf } from '../../src/ui/export-model';
import { watchIssues } from '../../src/ui/issue-watch';
import { ExportFlow } from '../../src/ui/export-flow';
import { watchUnfinished } from '../../src/ui/unfinished-watch';

const composition: Composition = {
  id: 'clip',
  name: 'Clip',
  width: 640,
  height: 360,
  frameRate: 30,
  durationInFrames: 90,
  open: () => {
    throw new Error('A model never opens its composition.');
  },
};

const oddWidth: ExportIssue = {
  severity: 'error',
  code: 'invalid-input',
  detail: 'odd-size',
  path: 'width',
  message: 'odd',
  remedy: 'even',
};

describe('the phase table', () => {
  it('goes the ways of an export and no other', () => {
    expect(nextPhase('configuring', 'start')).toBe('running');
    expect(nextPhase('running', 'stop')).toBe('configuring');
    expect(() => nextPhase('running', 'close')).toThrow('cannot close while running');
    expect(nextPhase('running', 'pause')).toBe('paused');
    expect(nextPhase('paused', 'go-on')).toBe('running');
    expect(nextPhase('paused', 'leave')).toBe('idle');
    expect(nextPhase('reviewing', 'take-up')).toBe('running');
    expect(() => nextPhase('paused', 'close')).toThrow('cannot close while paused');
    expect(() => nextPhase('configuring', 'take-up')).toThrow('cannot take-up while configuring');
    expect(() => nextPhase('idle', 'start')).toThrow('cannot start while idle');
    expect(() => nextPhase('configuring', 'finish')).toThrow('cannot finish while configuring');
  });
});

describe('the model', () => {
  it('cannot start before its settings are checked, nor with an error', () => {
    const model = createExportModel();
    model.open(composition, null);
    expect(canStart(model.state)).toBe(false);
    model.checked([{ ...oddWidth, severity: 'warning' }], null);
    expect(canStart(model.state)).toBe(true);
    model.checked([oddWidth], null);
    expect(canStart(model.state)).toBe(false);
  });

  it('opens again with the settings of the last time', () => {
    const model = createExportModel();
    model.open(composition, null);
    model.edit({ ...model.state.subject!.draft, quality: 'low', size: 'square' });
    model.close();
    expect(model.state).toMatchObject({ phase: 'idle', subject: null });
    model.open(composition, { first: 0, end: 30 });
    expect(settingsOf(model.state.subject!)).toMatchObject({ width: 1080, range: { first: 0, end: 30 } });
  });

  it('takes in and out around everything for none', () => {
    const model = createExportModel();
    model.open(composition, { first: 0, end: 90 });
    expect(model.state.subject).toMatchObject({ inOut: null, draft: { range: 'whole' } });
  });

  it('forgets an error when it starts anew', () => {
    const model = createExportModel();
    model.open(composition, null);
    model.fail(new ExportError('internal', { detail: 'x', stage: 'mux', message: 'x', remedy: 'x' }));
    expect(model.state.phase).toBe('failed');
    model.start();
    expect(model.state).toMatchObject({ phase: 'running', error: null });
  });
});

describe('an export that pauses', () => {
  const at = (change: Partial<ExportProgress>): ExportProgress => ({ ...progressAt(45), ...change });

  function running() {
    const model = createExportModel();
    model.open(composition, null);
    model.start();
    model.report(at({}));
    return model;
  }

  it('is paused when its progress says so, and runs again when it says so', () => {
    const model = running();
    model.pausing();
    expect(stageLabel(model.state)).toBe('Pausing');
    model.report(at({ phase: 'paused' }));
    expect(model.state).toMatchObject({ phase: 'paused', pausing: false });
    expect(stageLabel(model.state)).toBe('Paused, resumes at frame 40 / 200');
    model.report(at({ phase: 'preparing' }));
    expect(model.state.phase).toBe('running');
  });

  it('does not look as if it ran while it is let go of', () => {
    const model = running();
    model.report(at({ phase: 'paused' }));
    model.stopping('leave');
    model.report(at({ phase: 'preparing' }));
    expect(model.state.phase).toBe('paused');
    model.leave();
    expect(model.state).toMatchObject({ phase: 'idle', progress: null, stopping: null });
  });

  it('outlives its end when a part of it is stored, unless it went straight to a file', () => {
    const model = running();
    expect(isKept(model.state)).toBe(false);
    model.report(at({ segmentsStored: 1 }));
    expect(isKept(model.state)).toBe(true);
    model.goesStraightToFile();
    expect(isKept(model.state)).toBe(false);
  });

  it('asks to be mended where it paused by itself', () => {
    const model = running();
    const error = new ExportError('storage-quota', { detail: 'x', stage: 'store', message: 'Full.', remedy: 'Empty.' });
    model.report(at({ phase: 'paused', error }));
    expect(announcementOf(model.state, '')).toBe('Paused, resumes at frame 40 / 200. Full. Empty.');
  });
});

describe('an export of an earlier session', () => {
  it('gives the dialog its settings', () => {
    const model = createExportModel();
    model.open(composition, null);
    const settings = { ...settingsOf(model.state.subject!), format: 'webm', range: { first: 10, end: 20 } } as const;
    model.review();
    model.takeUp(composition, { ...settings, width: 320, height: 180, deterministic: true });
    expect(model.state).toMatchObject({ phase: 'running', error: null, progress: null });
    expect(settingsOf(model.state.subject!)).toMatchObject({
      format: 'webm',
      width: 320,
      height: 180,
      range: { first: 10, end: 20 },
      deterministic: true,
    });
  });

  it('that cannot be listed is told', async () => {
    const model = createExportModel();
    const stop = watchUnfinished(model, () => ({ unfinished: () => Promise.reject(new Error('no database')) }));
    model.open(composition, null);
    await expect.poll(() => model.state.unfinishedError?.detail).toBe('unfinished-unreadable');
    stop();
  });

  it('may have failed with its parts kept', () => {
    const model = createExportModel();
    model.open(composition, null);
    model.start();
    model.fail(new ExportError('capture', { detail: 'x', stage: 'render', message: 'x', remedy: 'x' }), {
      resumable: true,
    });
    expect(model.state).toMatchObject({ phase: 'failed', resumable: true });
    expect(summaryOf(model.state, '')).toContain('is kept');
    model.back();
    expect(model.state).toMatchObject({ phase: 'configuring', resumable: false, error: null });
  });
});

describe('the check of the settings', () => {
  it('drops an answer that comes after a further change', async () => {
    const model = createExportModel();
    const asked: { width: number; answer: (issues: ExportIssue[]) => void }[] = [];
    const stop = watchIssues(model, () => ({
      canExport: (_composition, settings) => new Promise((answer) => asked.push({ width: settings.width, answer })),
    }));
    model.open(composition, null);
    await expect.poll(() => asked.length).toBe(1);
    model.edit({ ...model.state.subject!.draft, size: 'square' });
    await expect.poll(() => asked.length).toBe(2);
    expect(asked.map(({ width }) => width)).toEqual([640, 1080]);

    asked[1]!.answer([]);
    await expect.poll(() => model.state.checking).toBe(false);
    asked[0]!.answer([oddWidth]);
    await Promise.resolve();
    expect(model.state.issues).toEqual([]);
    expect(canStart(model.state)).toBe(true);
    stop();
  });

  it('shows a check that failed, and does not keep the export from being tried', async () => {
    const model = createExportModel();
    const stop = watchIssues(model, () => ({ canExport: () => Promise.reject(new Error('worker gone')) }));
    model.open(composition, null);
    await expect.poll(() => model.state.checkError?.detail).toBe('check-failed');
    expect(canStart(model.state)).toBe(true);
    stop();
  });
});

describe('the flow', () => {
  it('hands progress on at most four times a second, however often it comes, and the last one too', async () => {
    const model = createExportModel();
    model.open(composition, null);
    const flow = new ExportFlow(model, new EventTarget());
    const shown: { frame: number; atMs: number }[] = [];
    model.subscribe(({ progress }) => {
      if (progress !== null && progress.framesDone !== shown.at(-1)?.frame) {
        shown.push({ frame: progress.framesDone, atMs: performance.now() });
      }
    });
    const done = flow.start({ start: everyFiveMs, withheld: () => Promise.resolve(null) }, 'download');
    await done;

    expect(model.state.phase).toBe('complete');
    expect(shown.length).toBeGreaterThanOrEqual(4);
    // A timer may fire a millisecond early.
    for (const [index, { atMs }] of shown.slice(1).entries()) expect(atMs - shown[index]!.atMs).toBeGreaterThan(245);
    expect(shown.at(-1)!.frame).toBe(200);
  });
});

function progressAt(framesDone: number): ExportProgress {
  return {
    phase: 'rendering',
    framesDone,
    framesStored: Math.floor(framesDone / 20) * 20,
    framesTotal: 200,
    framesPerSecond: 200,
    secondsLeft: null,
    secondsElapsed: 0,
    segmentsStored: 0,
    segmentsTotal: 1,
    replay: null,
    resumable: false,
    thumbnail: null,
    warnings: [],
    error: null,
  };
}

/** An export that reports 200 frames in a second, waits until the last report must have been shown, and ends. */
function everyFiveMs(): ExportHandle {
  const listeners = new Set<(progress: ExportProgress) => void>();
  const run = async (): Promise<ExportResult> => {
    for (let frame = 1; frame <= 200; frame++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      for (const listener of listeners) listener(progressAt(frame));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    return {
      file: null,
      sidecars: [],
      byteLength: 1,
      width: 640,
      height: 360,
      frames: 200,
      frameRate: { num: 30, den: 1 },
      durationSeconds: 200 / 30,
      engine: 'none',
      codecString: 'none',
      timings: { render: 0, capture: 0, encode: 0, audio: 0, mux: 0, check: 0, total: 0 },
      quality: null,
      warnings: [],
      also: [],
    };
  };
  return {
    id: 'every-five-ms',
    progress: progressAt(0),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    result: run(),
    pause: () => Promise.resolve(),
    resume: () => undefined,
    cancel: () => Promise.resolve(),
    interrupt: () => Promise.resolve(),
    release: () => Promise.resolve(),
  };
}
