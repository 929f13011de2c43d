import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { ExportResult } from '../orchestrator/export-run';
import { formatOf } from '../formats/registry';
import type { Preset } from '../presets/preset';
import { FileReceiver, type CommittedFile } from './file-receiver';
import { exportReport, type ExportReport } from './report';
import { unpackZip } from './unpack-zip';

/** Where a file grows, on the disk where it belongs. */
export interface PartialPlace {
  partialFile: string;
  /** Pictures on their way into a folder: packed, and unpacked. */
  zip: string;
  partialFolder: string;
}

/** A file, or a folder of pictures, that a command writes. It is under its name when it is whole. */
export class OutputFile {
  private constructor(
    readonly receiver: FileReceiver,
    private readonly out: string,
    /** Null: it is one file. */
    private readonly folder: PartialPlace | null,
  ) {}

  /** @throws ExportError `storage`, `storage-quota` */
  static async create(out: string, preset: Pick<Preset, 'format'>, place: PartialPlace): Promise<OutputFile> {
    const isFolder = isPictureFolder(preset, out);
    // Pictures come as a zip, which a folder is unpacked from.
    const receiver = await FileReceiver.create(isFolder ? place.zip : out, place.partialFile);
    return new OutputFile(receiver, out, isFolder ? place : null);
  }

  /** One that grows beside its own place. @throws ExportError `storage`, `storage-quota` */
  static async createBeside(out: string, preset: Preset): Promise<OutputFile> {
    const hidden = (kind: string): string => join(dirname(out), `.${basename(out)}.${kind}`);
    await mkdir(dirname(out), { recursive: true });
    return OutputFile.create(out, preset, {
      partialFile: hidden('partial'),
      zip: hidden('zip'),
      partialFolder: hidden('pictures'),
    });
  }

  /** @throws ExportError; nothing new is then under its name */
  async commit(result: ExportResult): Promise<ExportReport> {
    return exportReport(result, await this.commitBytes(result.byteLength));
  }

  /** @returns the file; of a folder, the zip that it came as, and what is in it @throws ExportError as `commit` */
  async commitBytes(byteLength: number): Promise<CommittedFile & { pictures?: string[] }> {
    const committed = await this.receiver.commit(byteLength);
    if (!this.folder) return committed;
    const pictures = await unpackZip(this.folder.zip, this.out, this.folder.partialFolder);
    await rm(this.folder.zip, { force: true });
    return { ...committed, file: this.out, pictures };
  }

  /** Removes what arrived, unless it was committed. Idempotent, never rejects. */
  discard(): Promise<void> {
    return this.receiver.discard();
  }
}

/** Whether a file is a folder of pictures. */
export function isPictureFolder({ format }: Pick<Preset, 'format'>, out: string): boolean {
  return formatOf(format).container.kind === 'sequence' && extname(out) !== '.zip';
}
