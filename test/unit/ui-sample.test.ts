import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Composition } from '../../src/composition/composition';
import { ExportError } from '../../src/errors';
import type { Exporter, FramePreview, SettingsPreview } from '../../src/exporter';
import { stepsOf } from '../../src/ui/display-text';
import { createExportModel } from '../../src/ui/export-model';
import { estimateLine, measuredOn } from '../../src/ui/sample-text';
import { watchSample } from '../../src/ui/sample-watch';
import { frameAt, frameByKey } from '../../src/ui/timeline-keys';

// Before anything takes the page's timers for the real ones.
vi.hoisted(() => void vi.useFakeTimers());
afterAll(() => void vi.useRealTimers());

const composition: Composition = {
  ...{ id: 'clip', name: 'Clip', width: 640, height: 360, frameRate: 30, durationInFrames: 90 },
  open: () => {
    throw new Error('A model never opens its composition.');
  },
};

const measured: SettingsPreview = {
  ...{ framesTotal: 240, framesSampled: 90, engine: 'webcodecs', codecString: 'avc1', slowness: null },
  byteLength: { low: 3_100_000, likely: 3_300_000, high: 3_600_000 },
  seconds: { low: 12, likely: 14, high: 18 },
  framesPerSecond: 30,
  ...{ quality: null, unmeasured: null, pictures: [] },
};

describe('the line of what is measured', () => {
  it('is a dash until it is', () => {
    expect(estimateLine(null)).toBe('Size – · Time –');
    const { quality, unmeasured, pictures, ...underWay } = measured;
    expect([quality, unmeasured, pictures]).toEqual([null, null, []]);
    expect(estimateLine({ ...underWay, byteLength: null })).toBe('Size – · Time –, measured on 90 frames');
  });

  it('says ranges, and on how much they were measured', () => {
    expect(estimateLine(measured)).toBe('Size 3.1–3.6 MB · Time 0:12 – 0:18, measured on 90 frames');
    const even = { ...measured, byteLength: { low: 900_000, likely: 1e6, high: 1.2e6 }, framesSampled: 240 };
    expect(estimateLine(even)).toContain('Size 900 kB – 1.2 MB');
    expect(measuredOn(measured)).toBe('Measured on a sample of 90 frames.');
    expect(measuredOn(even)).toBe('Measured on all 240 frames.');
  });
});

describe('a sample of the settings', () => {
  interface Asked {
    signal: AbortSignal;
    answer: (preview: SettingsPreview) => void;
    fail: (error: unknown) => void;
  }

  function watched() {
    const model = createExportModel();
    const samples: Asked[] = [];
    const frames: { frame: number; signal: AbortSignal; answer: (picture: FramePreview) => void }[] = [];
    const exporter: Pick<Exporter, 'previewExportSettings' | 'previewFrame'> = {
      previewExportSettings: (_, __, options) =>
        new Promise((answer, fail) => samples.push({ signal: options!.signal!, answer, fail })),
      previewFrame: (_, __, frame, options) =>
        new Promise((answer) => frames.push({ frame, signal: options!.signal!, answer })),
    };
    const stop = watchSample(model, () => exporter);
    model.open(composition, null);
    model.checked([], null);
    return { model, samples, frames, stop };
  }

  const rest = () => vi.advanceTimersByTimeAsync(1000);
  const picture = (): FramePreview & { closed: () => boolean } => {
    const close = vi.fn();
    const bitmap = { width: 1, height: 1, close } as unknown as ImageBitmap;
    return { frame: 0, source: bitmap, encoded: bitmap, closed: () => close.mock.calls.length > 0 };
  };

  it('is made when the preview is open and the settings rest, not before', async () => {
    const { model, samples, frames } = watched();
    await rest();
    expect(samples).toHaveLength(0);
    model.preview(true);
    expect(model.state.sample.measuring).toBe(true);
    await vi.advanceTimersByTimeAsync(300);
    expect([samples.length, frames.length]).toEqual([0, 1]);
    model.edit({ ...model.state.subject!.draft, quality: 'low' });
    await rest();
    // Nobody knows yet whether it can be exported.
    expect(samples).toHaveLength(0);
    model.checked([], null);
    await rest();
    expect(samples).toHaveLength(1);
    samples[0]!.answer(measured);
    await rest();
    expect(model.state.sample).toMatchObject({ measuring: false, estimate: measured });
  });

  it('is stopped by a change, and by an export; what comes of it then is dropped', async () => {
    const { model, samples, frames } = watched();
    model.preview(true);
    await rest();
    model.edit({ ...model.state.subject!.draft, quality: 'low' });
    expect(samples[0]!.signal.aborted).toBe(true);
    expect(frames[0]!.signal.aborted).toBe(true);
    const late = picture();
    frames[0]!.answer(late);
    samples[0]!.answer(measured);
    model.checked([], null);
    await rest();
    expect(late.closed()).toBe(true);
    expect(model.state.sample).toMatchObject({ estimate: null, picture: null, measuring: true });
    model.start();
    expect(samples[1]!.signal.aborted).toBe(true);
    await rest();
    expect(samples).toHaveLength(2);
    expect(model.state.sample).toMatchObject({ measuring: false, picture: null });
  });

  it('goes with the playhead, one picture in the place of another', async () => {
    const { model, samples, frames, stop } = watched();
    model.preview(true);
    await rest();
    const [first, second] = [picture(), picture()];
    frames[0]!.answer(first);
    await rest();
    expect(model.state.sample).toMatchObject({ picture: first, current: true });
    model.seek(500);
    expect(model.state.sample.current).toBe(false);
    await rest();
    expect(frames[1]!.frame).toBe(89);
    expect(samples).toHaveLength(1);
    frames[1]!.answer(second);
    await rest();
    expect([first.closed(), second.closed()]).toEqual([true, false]);
    stop();
    expect(second.closed()).toBe(true);
  });

  it('that cannot be made says why, until something else is asked for', async () => {
    const { model, samples } = watched();
    model.preview(true);
    await rest();
    const error = new ExportError('unsupported', { detail: 'x', stage: 'encode', message: 'No.', remedy: 'Other.' });
    samples[0]!.fail(error);
    await rest();
    expect(model.state.sample).toMatchObject({ measuring: false, error, estimate: null });
    model.edit({ ...model.state.subject!.draft, quality: 'low' });
    model.checked([], null);
    expect(model.state.sample.error).toBeNull();
  });
});

describe('a handle of the timeline', () => {
  const bounds = { low: 0, high: 89, second: 30 };
  it.each([
    ['ArrowRight', false, 11],
    ['ArrowLeft', true, 0],
    ['ArrowUp', true, 20],
    ['PageUp', false, 40],
    ['PageDown', false, 0],
    ['End', false, 89],
    ['a', false, null],
  ])('is put by %s, with Shift: %s, at %s', (key, shiftKey, frame) => {
    expect(frameByKey(10, { key, shiftKey }, bounds)).toBe(frame);
  });

  it('is where the pointer is', () => {
    expect([-1, 0, 0.5, 0.999, 2].map((share) => frameAt(share, 90))).toEqual([0, 0, 45, 89, 89]);
  });
});

describe('the steps of an export', () => {
  it('are done one after the other, and stay where it pauses', () => {
    const states = (phase: Parameters<typeof stepsOf>[0], checks = true) =>
      stepsOf(phase, checks).map(({ state }) => state);
    expect(states('preparing')).toEqual(['current', 'next', 'next', 'next', 'next']);
    expect(states('paused')).toEqual(['done', 'current', 'next', 'next', 'next']);
    expect(states('muxing', false)).toEqual(['done', 'done', 'done', 'current']);
    expect(states('validating')).toEqual(['done', 'done', 'done', 'done', 'current']);
  });
});
