import type { Composition } from '../composition/composition';
import { ExportError } from '../errors';
import type { ExportRecord } from '../storage/export-record';
import { exportSeconds } from './export-length';
import type { ExportResult } from './export-run';

/** @throws ExportError `invalid-input` (composition-changed) where the stored part would not match the rest */
export function assertSameComposition(composition: Composition, record: ExportRecord): void {
  const version = composition.version ?? null;
  if (composition.id === record.compositionId && version === record.compositionVersion) return;
  const other = composition.id !== record.compositionId;
  throw new ExportError('invalid-input', {
    detail: 'composition-changed',
    stage: 'configure',
    message: other
      ? `The unfinished export is of “${record.compositionName}”, not of “${composition.name}”.`
      : `“${composition.name}” has changed since its export was begun.`,
    remedy: other
      ? 'Open that composition and resume there, or discard the unfinished export.'
      : 'Take the changes back and resume, or discard the unfinished export and export again.',
  });
}

/** The result of an export that an earlier session finished. What it cost is no longer known: all timings are 0. */
export function resultOf(record: ExportRecord, file: File | null, sidecars: readonly File[]): ExportResult {
  const { settings, engine, delivered } = record;
  return {
    file,
    byteLength: file?.size ?? delivered?.byteLength ?? 0,
    sidecars,
    width: settings.width,
    height: settings.height,
    frames: settings.range.end - settings.range.first,
    frameRate: settings.frameRate,
    durationSeconds: exportSeconds(settings),
    engine: engine.engine,
    codecString: engine.codecString,
    timings: { render: 0, capture: 0, encode: 0, audio: 0, mux: 0, check: 0, total: 0 },
    quality: null,
    warnings: [],
    also: [],
  };
}
