import { engineKey } from '../encode/segment-encoder';
import type { ExportError } from '../errors';
import type { ExportSettings } from '../formats/format';
import { formatOf } from '../formats/registry';
import type { QualityReport } from '../quality/report';
import type { Destination } from './export-job';
import type { ExportResult } from './export-run';
import type { StoredExport } from './stored-export';

/** One file of an export, through all its attempts. */
export class Output {
  readonly failedEngines: string[] = [];
  destination: Destination | undefined;
  private underWay = false;
  private broken = false;

  constructor(
    readonly settings: ExportSettings,
    readonly stored: StoredExport,
    destination: Destination | undefined,
  ) {
    this.destination = destination;
  }

  get id(): string {
    return this.stored.id;
  }

  /** Which engine encodes it; null before one was chosen. */
  get engine(): string | null {
    return this.stored.record?.engine.engine ?? null;
  }

  /** Of a file that did not pass its check and was kept back. */
  get withheldReport(): QualityReport | null {
    return this.stored.record?.withheld?.report ?? null;
  }

  /** An attempt begins: what failed before is forgotten. */
  begin(): void {
    this.broken = false;
    this.underWay = true;
  }

  encoderFailed(): void {
    if (this.underWay) this.broken = true;
  }

  /** An attempt is over: what fails from now on fails of that. */
  end(): void {
    this.underWay = false;
  }

  /** Where its encoder failed in the last attempt, another is used from now on. */
  giveUpEngine(): void {
    const { record } = this.stored;
    if (this.broken && record) this.failedEngines.push(engineKey(record.engine));
  }

  /** A finished file needs its parts no longer. @throws ExportError `storage` */
  async tidyUp({ file, byteLength }: ExportResult, keepFrames: boolean): Promise<void> {
    const { mimeType } = formatOf(this.settings.format);
    if (file) await this.stored.finish({ byteLength, name: file.name, mimeType }, keepFrames);
    else await this.stored.delivered(byteLength, keepFrames);
  }
}

/** Whoever finds them unfinished learns why. @throws ExportError `storage` */
export async function noteStop(files: readonly Output[], error: ExportError): Promise<void> {
  await Promise.all(files.map(({ stored }) => stored.update({ stopped: error.toJSON() })));
}

/** Removes everything of them. @throws ExportError `storage` */
export async function discardAll(files: readonly Output[]): Promise<void> {
  await Promise.all(files.map(({ stored }) => stored.discard()));
}
