import { afterEach, expect } from 'vitest';
import {
  createExporter,
  findPreset,
  settingsFor,
  type Composition,
  type Exporter,
  type ExporterOptions,
  type ExportError,
  type ExportHandle,
  type ExportProgress,
  type ExportResult,
  type ExportSettings,
} from '../../src/index';
import { sha256 } from './bytes';
import { flashBeepComposition } from './flash-beep';
import { frameCodeComposition } from './test-compositions';

/** Ten seconds, three segments: 0 to 119, 120 to 239, 240 to 299. */
export const length = 300;
export const segmentFrames = 120;

const exporters: Exporter[] = [];

/** An exporter as another session of the page would have it. */
export function newExporter(options?: ExporterOptions): Exporter {
  const exporter = createExporter({ check: 'off', ...options });
  exporters.push(exporter);
  return exporter;
}

/** After each test of the file, whatever it did: no exporter at work, and nothing stored. */
export function cleanUpAfterEach(): void {
  afterEach(async () => {
    await Promise.all(exporters.splice(0).map((exporter) => exporter.dispose()));
    const exporter = createExporter({ check: 'off' });
    for (const { id } of await exporter.unfinished()) await exporter.discard(id);
    await exporter.dispose();
  });
}

export interface Numbered {
  composition: Composition;
  /** Every frame drawn, in all sessions, in order. */
  drawn: number[];
  /** A frame that is not finished until the export is stopped. */
  holdAt: number | null;
}

/** Frame numbers with sound. */
export function numbered(
  change: Partial<Composition> & { renderFrame?: (frame: number) => Promise<void> | void } = {},
): Numbered {
  const { renderFrame, ...rest } = change;
  const given: Omit<Numbered, 'composition'> = { drawn: [], holdAt: null };
  const composition = frameCodeComposition({
    width: 160,
    height: 90,
    durationInFrames: length,
    audio: flashBeepComposition({ frameRate: 30, seconds: length / 30 }).audio!,
    ...rest,
    renderFrame(frame) {
      given.drawn.push(frame);
      return frame === given.holdAt ? new Promise<void>(() => undefined) : renderFrame?.(frame);
    },
  });
  return Object.assign(given, { composition });
}

/** Settings that promise the same bytes every time. */
export function settings(composition: Composition, preset = 'webm-vp9'): ExportSettings {
  return { ...settingsFor(findPreset(preset)!, composition), deterministic: true };
}

const references = new Map<string, Promise<string>>();

/** The checksum of the file that nothing disturbs. */
function reference(composition: Composition): Promise<string> {
  const key = composition.id;
  let hash = references.get(key);
  if (!hash) {
    const exporter = newExporter();
    hash = exporter.start(composition, settings(composition)).result.then(({ file }) => sha256(file!));
    references.set(key, hash);
  }
  return hash;
}

/** Throws unless the file is, to the byte, the one that nothing disturbs. */
export async function expectSame({ file, frames }: ExportResult, { composition }: Numbered): Promise<void> {
  expect(frames).toBe(composition.durationInFrames);
  expect(await sha256(file!)).toBe(await reference(numberedAnew(composition)));
}

/** The reference is drawn by a composition of its own: what is counted of the other stays as it was. */
function numberedAnew(composition: Composition): Composition {
  return composition.id === 'frame-code' ? numbered().composition : composition;
}

/** Resolves as soon as `wanted` holds, looked at every few milliseconds; also when the export is over. */
export function until(handle: ExportHandle, wanted: (progress: ExportProgress) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { progress } = handle;
      if (wanted(progress) || ['complete', 'failed', 'cancelled'].includes(progress.phase)) resolve();
      else setTimeout(look, 2);
    };
    look();
  });
}

export const framesDone = (handle: ExportHandle, frames: number): Promise<void> =>
  until(handle, (progress) => progress.framesDone >= frames);

export const segmentsStored = (handle: ExportHandle, segments: number): Promise<void> =>
  until(handle, (progress) => progress.segmentsStored >= segments);

/** The error it waits for the user to mend. */
export async function pausedBy(handle: ExportHandle): Promise<ExportError> {
  await until(handle, ({ phase }) => phase === 'paused');
  expect(handle.progress.phase).toBe('paused');
  return handle.progress.error!;
}

/** The error it fails with, as a clean failure shows it. */
export async function failureOf(handle: ExportHandle): Promise<ExportError> {
  const error = await handle.result.then(
    () => expect.fail('The export succeeded.'),
    (thrown: unknown) => thrown as ExportError,
  );
  expect(error.name).toBe('ExportError');
  expect(error.remedy.length).toBeGreaterThan(10);
  expect(handle.progress).toMatchObject({ phase: 'failed', error });
  return error;
}

/** The codes of the warnings so far, in order, without what a small picture at a low rate loses. */
export function warningsOf(handle: ExportHandle): string[] {
  return handle.progress.warnings.map(({ code }) => code).filter((code) => code !== 'quality');
}
