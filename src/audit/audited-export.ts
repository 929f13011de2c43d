import type { CaptureWarning } from '../capture/frame-capture';
import type { Composition } from '../composition/composition';
import { realDateNow } from '../composition/real-time';
import type { ExportSettings } from '../formats/format';
import type { ExportPhase, ExportProgress, ExportResult } from '../orchestrator/export-run';
import type { QualityReport } from '../quality/report';
import type { AuditContent, AuditedFile, AuditEvent } from './audit-entry';

/** One file of an export. */
export interface AuditedOutput {
  readonly id: string;
  /** Null: they are not known yet. */
  readonly settings: ExportSettings | null;
  readonly engine: string | null;
  /** Of a file that was kept back because of it. */
  readonly withheldReport: QualityReport | null;
}

/** A running export, as far as it is written down. */
export interface AuditedExport {
  readonly id: string;
  readonly result: Promise<ExportResult>;
  /** The export itself first; none before the first attempt begins. */
  readonly outputs: readonly AuditedOutput[];
  onPhase(listener: (progress: ExportProgress) => void): void;
  warn(warning: CaptureWarning): void;
}

/** What was stored of an export that is discarded; of a damaged record the id alone. */
export interface DiscardedExport {
  id: string;
  compositionId?: string;
  compositionName?: string;
  compositionVersion?: string | null;
  settings?: ExportSettings;
  engine?: { engine: string };
  /** Of a file that was kept back because of it. */
  withheld?: { report: QualityReport } | null;
}

/** What was asked for. */
export interface AuditedRequest {
  composition: Composition;
  /** Null: those it was begun with, in an earlier session. */
  settings: ExportSettings | null;
}

/** What is the same in all entries of one moment. */
export type Moment = Pick<AuditContent, 'at' | 'userId' | 'composition' | 'secondsElapsed' | 'error' | 'passId'>;

/** What a change of phase is in the trail; nothing: it is only work that goes on. */
export function eventsOf(before: ExportPhase, { phase, resumable }: ExportProgress, isNew: boolean): AuditEvent[] {
  const opening: AuditEvent = isNew ? 'started' : 'resumed';
  // It may end before its first attempt: then it was asked for all the same.
  const opened = before === 'idle' ? [opening] : [];
  switch (phase) {
    case 'preparing':
      return before === 'paused' ? ['resumed'] : opened;
    case 'paused':
      return [...opened, 'paused'];
    case 'complete':
      return [before === 'idle' ? 'fetched' : 'completed'];
    case 'failed':
      return [...opened, 'failed'];
    case 'cancelled':
      return [...opened, resumable ? 'interrupted' : 'cancelled'];
    default:
      return [];
  }
}

export function momentOf(
  passId: string,
  composition: Composition,
  { error, secondsElapsed }: ExportProgress,
  userId: string | null,
): Moment {
  // What a host hands over may be anything, and that an export of it failed is worth an entry too.
  const { id = null, name = null, version = null } = (composition as Partial<Composition> | null | undefined) ?? {};
  return {
    at: new Date(realDateNow()).toISOString(),
    userId,
    passId,
    composition: { id, name, version },
    secondsElapsed,
    error: error && { code: error.code, detail: error.detail, message: error.message },
  };
}

/** What is said of an export that was discarded: why it had stopped is in the entry of that. */
export function discardedContent(record: DiscardedExport, userId: string | null): AuditContent {
  const { compositionId = null, compositionName = null, compositionVersion = null } = record;
  const report = record.withheld?.report ?? null;
  return plain({
    version: 1,
    at: new Date(realDateNow()).toISOString(),
    event: 'discarded',
    userId,
    exportId: record.id,
    passId: record.id,
    composition: { id: compositionId, name: compositionName, version: compositionVersion },
    settings: record.settings ?? null,
    engine: record.engine?.engine ?? null,
    secondsElapsed: 0,
    file: null,
    quality: report && { total: report.score.total, recommendation: report.recommendation },
    error: null,
  });
}

/** What is said of one file. @param file with its engine, if one is known; `result` is null until it is complete */
export function contentOf(
  event: AuditEvent,
  moment: Moment,
  { file, engine, result }: { file: AuditedOutput; engine: string | null; result: ExportResult | null },
): AuditContent {
  const report = (event === 'failed' ? file.withheldReport : result?.quality) ?? null;
  const content: AuditContent = {
    version: 1,
    ...moment,
    event,
    exportId: file.id,
    settings: file.settings,
    engine: result?.engine ?? engine,
    file: result && fileOf(result),
    quality: report && { total: report.score.total, recommendation: report.recommendation },
  };
  return plain(content);
}

/** As it will be read: without what JSON cannot say, and as it stands now, whatever the host changes later. */
function plain(content: AuditContent): AuditContent {
  return JSON.parse(JSON.stringify(content)) as AuditContent;
}

function fileOf({ byteLength, width, height, frames, durationSeconds, quality }: ExportResult): AuditedFile {
  const { sha256 = '' } = quality?.file ?? {};
  // The report of a file that could not be read again has an empty one.
  return { byteLength, width, height, frames, durationSeconds, sha256: sha256 === '' ? null : sha256 };
}
