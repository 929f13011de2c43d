import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { ExportError } from '../errors';
import { formatOf } from '../formats/registry';
import type { Preset } from '../presets/preset';
import { FileReceiver, type CommittedFile } from './file-receiver';
import type { PageResult, PageSidecar } from './page-protocol';
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
  /** Texts beside it that are not under their names yet. */
  private readonly partialTexts: string[] = [];

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
  async commit(result: PageResult): Promise<ExportReport> {
    const sidecars = result.sidecars.map((sidecar) => ({ ...sidecar, path: this.beside(sidecar) }));
    // Whole before the file is, so that either all is there or nothing.
    for (const { path, text } of sidecars) {
      this.partialTexts.push(partialOf(path));
      await writeText(partialOf(path), text);
    }
    const report = exportReport(result, await this.commitBytes(result.byteLength));
    for (const { path } of sidecars) await rename(partialOf(path), path);
    return { ...report, ...(sidecars.length === 0 ? {} : { sidecars: sidecars.map(({ path }) => path) }) };
  }

  /** @returns the file; of a folder, the zip that it came as, and what is in it @throws ExportError as `commit` */
  async commitBytes(byteLength: number): Promise<CommittedFile & { pictures?: string[] }> {
    const committed = await this.receiver.commit(byteLength);
    if (!this.folder) return committed;
    const pictures = await unpackZip(this.folder.zip, this.out, this.folder.partialFolder);
    await rm(this.folder.zip, { force: true });
    return { ...committed, file: this.out, pictures };
  }

  /** Beside `film.mp4` stands `film.en.vtt`. */
  private beside({ suffix }: PageSidecar): string {
    const name = basename(this.out);
    const stem = this.folder ? name : basename(name, extname(name));
    return join(dirname(this.out), `${stem}.${suffix}`);
  }

  /** Removes what arrived, unless it was committed. Idempotent, never rejects. */
  async discard(): Promise<void> {
    await this.receiver.discard();
    for (const path of this.partialTexts) await rm(path, { force: true }).catch(() => {});
  }
}

function partialOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.partial`);
}

async function writeText(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new ExportError('storage', {
      detail: 'sidecar-not-written',
      stage: 'deliver',
      message: `${path} was not written: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'Check that the folder can be written to and that the disk has room.',
      recoverable: true,
      cause,
    });
  }
}

/** Whether a file is a folder of pictures. */
export function isPictureFolder({ format }: Pick<Preset, 'format'>, out: string): boolean {
  return formatOf(format).container.kind === 'sequence' && extname(out) !== '.zip';
}
