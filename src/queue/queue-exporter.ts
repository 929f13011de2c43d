import type { Composition } from '../composition/composition';
import type { ExportSettings } from '../formats/format';
import type { ExportOptions } from '../orchestrator/export-job';
import type { ExportProgress, ExportResult } from '../orchestrator/export-run';

/** What a queue needs of an export. */
export interface QueuedExport {
  readonly progress: ExportProgress;
  readonly result: Promise<ExportResult>;
  cancel(): Promise<void>;
  interrupt(): Promise<void>;
}

/** What a queue needs of an exporter. */
export interface QueueExporter {
  start(composition: Composition, settings: ExportSettings, options: ExportOptions & { id: string }): QueuedExport;
  resume(id: string, composition: Composition, options: ExportOptions): QueuedExport;
  unfinished(of: 'queue'): Promise<readonly { readonly id: string }[]>;
  discard(id: string): Promise<void>;
}
