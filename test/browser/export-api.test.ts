import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  findPreset,
  fromCanvas,
  openExportAPI,
  presets,
  settingsFor,
  type Composition,
  type ExportAPI,
  type ExportEvents,
} from '../../src/index';

/** @param fails whether a frame cannot be drawn, asked anew for each */
function bars(id: string, fails: () => boolean = () => false): Composition {
  return fromCanvas({
    ...{ id, name: id, width: 192, height: 108, frameRate: 30, durationInFrames: 30, background: 'black' },
    async draw(context, { frame }) {
      await new Promise((resolve) => setTimeout(resolve, 4));
      if (fails()) throw new Error('No such picture.');
      context.fillStyle = `hsl(${frame * 12} 80% 50%)`;
      context.fillRect(frame * 4, 0, 40, 108);
    },
  });
}

const preset = findPreset('mp4-h264')!;
let api: ExportAPI;
beforeAll(async () => {
  api = openExportAPI({ check: 'off', retry: { times: 0 } });
  await api.queue.ready;
});
afterAll(async () => {
  for (const { id } of api.queue.jobs) await api.queue.remove(id);
  await api.dispose();
});

describe('the export API', () => {
  test('exports, says how it stands, and gives the file', async () => {
    const told: { [Name in keyof ExportEvents]?: ExportEvents[Name][] } = {};
    const names = ['progress', 'state', 'complete', 'failed', 'queue', 'workers'] as const;
    const stops = names.map((name) => api.on(name, (what) => ((told[name] ??= []) as unknown[]).push(what)));
    const composition = bars('whole');
    const job = await api.exportComposition(composition, preset, { fileName: 'bars.mp4', priority: 'high' });
    expect(job).toMatchObject({ state: 'waiting', presetId: 'mp4-h264', fileName: 'bars.mp4', priority: 'high' });
    const { file, byteLength, engine } = await api.getExportResult(job.id);
    expect(file).toMatchObject({ name: 'bars.mp4', size: byteLength, type: 'video/mp4' });
    expect(engine).toBe('webcodecs');
    expect(await api.getExportStatus(job.id)).toMatchObject({ state: 'complete', error: null, secondsLeft: null });
    expect(await api.getExportStatus('none')).toBeNull();
    expect((await api.getQueueStatus()).complete).toBeGreaterThan(0);
    await expect.poll(() => told.complete?.map(({ id }) => id)).toEqual([job.id]);
    const states = told.state!.filter(({ id }) => id === job.id).map(({ state }) => state);
    expect(states.at(-1)).toBe('complete');
    expect(states).toContain('running');
    expect(told.queue!.at(-1)).toMatchObject({ running: 0 });
    expect(told.workers!.flat().map(({ role }) => role)).toContain('encode');
    expect(told.failed).toBeUndefined();
    expect(api.getWorkerStatus().length).toBeGreaterThan(0);
    for (const stop of stops) stop();
    const heard = told.state!.length;
    const settings = settingsFor(preset, composition, { range: { first: 0, end: 5 } });
    await api.getExportResult((await api.exportComposition(composition, settings)).id);
    expect(told.state!.length).toBe(heard);
  });

  test('cancels', async () => {
    const job = await api.exportComposition(bars('cancelled'), preset);
    await api.cancelExport(job.id);
    expect(await api.getExportStatus(job.id)).toMatchObject({ state: 'cancelled', exportId: null });
    await expect(api.getExportResult(job.id)).rejects.toMatchObject({ code: 'cancelled', detail: 'job-cancelled' });
    await expect(api.cancelExport('none')).rejects.toMatchObject({ code: 'invalid-input', detail: 'job-unknown' });
    await expect(api.getExportResult('none')).rejects.toMatchObject({ detail: 'job-unknown' });
  });

  test('tells of a failure, and tries again', async () => {
    let broken = true;
    const failed: string[] = [];
    const stop = api.on('failed', ({ id }) => failed.push(id));
    const job = await api.exportComposition(
      bars('broken', () => broken),
      preset,
    );
    await expect(api.getExportResult(job.id)).rejects.toMatchObject({ code: 'capture', detail: 'render-threw' });
    await expect.poll(() => failed).toEqual([job.id]);
    broken = false;
    await api.retryExport(job.id);
    expect((await api.getExportResult(job.id)).file!.size).toBeGreaterThan(0);
    stop();
  });

  test('makes a batch', async () => {
    const compositions = [bars('batch-a'), bars('batch-b')];
    const items = compositions.map(({ id }) => ({ id, composition: id, preset: 'mp4-h264' }));
    const handle = api.batchExport({ batch: { items }, compositions, output: { kind: 'zip' } });
    expect(api.getBatchStatus(handle.id)).not.toBeNull();
    const { file, report } = await handle.result;
    expect(report).toMatchObject({ state: 'complete', complete: 2 });
    expect(file!.size).toBeGreaterThan(1000);
    expect(api.getBatchStatus(handle.id)).toMatchObject({ state: 'complete', complete: 2 });
    const other = api.batchExport({ batch: { items }, compositions, output: { kind: 'zip' } });
    await api.cancelBatch(other.id);
    expect(await other.result).toMatchObject({ report: { state: 'cancelled' } });
    expect(api.getBatchStatus('none')).toBeNull();
    await expect(api.cancelBatch('none')).rejects.toMatchObject({ detail: 'batch-unknown' });
  });

  test('knows the formats, what can be made of them, and what files are held to', async () => {
    const formats = await api.getSupportedFormats();
    const codec = (format: string, name: string) =>
      formats.find(({ id }) => id === format)!.video.find((each) => each.codec === name);
    expect(codec('mp4', 'h264')).toMatchObject({ available: true, label: 'H.264' });
    expect(codec('webm', 'vp9')).toMatchObject({ available: true, profiles: ['420', '420-10', '444', '444-10'] });
    expect(codec('mov', 'prores')).toMatchObject({ available: true, remark: null });
    // There is no ffmpeg here.
    expect(codec('mov', 'dnxhd')).toMatchObject({ available: false });
    expect(codec('mxf', 'imx')!.remark).toMatch(/ffmpeg/);
    const profiles = await api.getQualityProfiles();
    expect(profiles.map(({ id }) => id)).toEqual(presets.map(({ id }) => id));
    const gate = profiles.find(({ id }) => id === 'youtube-1080p')!;
    expect(gate).toMatchObject({ category: 'social', format: 'mp4', platforms: ['youtube'] });
    expect(gate.gates.map(({ metric }) => metric)).toContain('ssim');
  });

  test('validates and previews settings', async () => {
    const composition = bars('looked-at');
    const settings = settingsFor(preset, composition);
    expect(await api.validateFormatSettings(settings, composition)).toEqual([]);
    const wrong = { ...settings, width: 'wide', format: 'mxf', range: { first: 0, end: 99 } };
    const paths = (await api.validateFormatSettings(wrong, composition)).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['width', 'video.codec', 'range']));
    const { byteLength, quality, pictures } = await api.previewExportSettings(composition, settings);
    expect(byteLength.low).toBeGreaterThan(0);
    expect(quality!.ssim.mean).toBeGreaterThan(0.9);
    const frame = await api.previewFrame(composition, settings, 12);
    expect(frame.frame).toBe(12);
    for (const { source, encoded } of [...pictures, frame]) {
      source.close();
      encoded.close();
    }
  });

  test('lets more or fewer exports run beside each other', async () => {
    const together = async (exports: number): Promise<number> => {
      await api.configureRenderFarm({ exports, lanes: 2, memory: 8 * 2 ** 30 });
      let most = 0;
      const stop = api.on('queue', ({ running }) => (most = Math.max(most, running)));
      const jobs = await Promise.all(
        ['p', 'q', 'r'].map((id) => api.exportComposition(bars(`${id}-${exports}`), preset)),
      );
      await api.queue.over(jobs.map(({ id }) => id));
      stop();
      return most;
    };
    expect(await together(1)).toBe(1);
    await api.queue.configure({ encoders: 3 });
    expect(await together(3)).toBe(3);
    await expect(api.configureRenderFarm({ exports: 0 })).rejects.toMatchObject({ detail: 'limits-invalid' });
    await expect(api.configureRenderFarm({ lanes: 0 })).rejects.toMatchObject({ detail: 'limits-invalid' });
  });

  test('finds compositions of earlier sessions by the host, and says which it does not know', async () => {
    const settings = settingsFor(preset, bars('x'));
    const [job] = await api.queue.add([{ compositionId: 'never-given', compositionName: 'Never', settings }]);
    await api.queue.over([job!.id]);
    expect(await api.getExportStatus(job!.id)).toMatchObject({ state: 'failed' });
  });
});
