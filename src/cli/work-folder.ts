import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ExportError } from '../errors';
import { badArgument } from './bad-argument';
import { FolderLock, isLockFile } from './folder-lock';
import { freeProfile } from './free-profile';

const profileName = 'profile';

/**
 * The hidden folder beside a file that is being exported, `.<name>.stepframe`: the profile of the browser that makes the
 * file, with what of it is finished, and the file itself until it is whole. One command at a time works in it.
 */
export class WorkFolder {
  /** The browser's profile. */
  readonly profile: string;
  /** Where the file grows. */
  readonly partialFile: string;
  /** Pictures on their way into a folder: packed, and unpacked. */
  readonly zip: string;
  readonly partialFolder: string;

  private constructor(
    readonly path: string,
    out: string,
    private readonly lock: FolderLock,
    private readonly log: (line: string) => void,
  ) {
    this.profile = join(path, profileName);
    this.partialFile = join(path, `${basename(out)}.partial`);
    this.zip = join(path, 'pictures.zip');
    this.partialFolder = join(path, 'pictures');
  }

  /**
   * Opens the folder of a file: as an earlier run left it when that one is to be resumed, empty otherwise.
   *
   * @param log takes a line for the person watching
   * @throws ExportError `invalid-input` (nothing-to-resume, out-unusable), `storage` (export-in-use)
   */
  static async open(
    out: string,
    { resume, log }: { resume: boolean; log: (line: string) => void },
  ): Promise<WorkFolder> {
    const path = join(dirname(out), `.${basename(out)}.stepframe`);
    const profile = join(path, profileName);
    if (resume && !existsSync(profile)) throw nothingToResume(out);
    const lock = await lockFolder(path, out);
    try {
      await freeProfile(profile);
      const folder = new WorkFolder(path, out, lock, log);
      if (!resume) {
        if (existsSync(profile)) {
          log(`An interrupted export of ${basename(out)} is discarded: without --resume it starts anew.`);
        }
        await folder.empty();
      }
      return folder;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Leaves the folder for a later run. Never rejects. */
  keep(): Promise<void> {
    return this.leave(async () => {
      await rm(this.partialFile, { force: true });
      await this.lock.release();
    });
  }

  /** Removes the folder with everything in it. Never rejects. */
  remove(): Promise<void> {
    return this.leave(async () => {
      await this.empty();
      await this.lock.release();
      await removeEmptyFolder(this.path);
    });
  }

  /** The export is over by now, well or badly, and what goes wrong here does not change that. */
  private async leave(tidy: () => Promise<void>): Promise<void> {
    try {
      await tidy();
    } catch (error) {
      this.log(`${this.path} could not be tidied up: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async empty(): Promise<void> {
    for (const name of await readdir(this.path)) {
      // A browser that has just been ended may still write for a moment.
      const patience = { maxRetries: 10, retryDelay: 100 };
      if (!isLockFile(name)) await rm(join(this.path, name), { recursive: true, force: true, ...patience });
    }
  }
}

async function removeEmptyFolder(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    // Another command has entered it as soon as it was free, or has even left it again.
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'ENOENT'))) {
      throw error;
    }
  }
}

function nothingToResume(out: string): ExportError {
  return badArgument(
    'nothing-to-resume',
    `There is no interrupted export of ${out}.`,
    'Run the command without --resume.',
  );
}

async function lockFolder(path: string, out: string): Promise<FolderLock> {
  const found = await enter(path, out);
  if (found instanceof FolderLock) return found;
  // It may have left just now, and only this one's claim have kept it from taking the folder with it.
  await removeEmptyFolder(path);
  throw new ExportError('storage', {
    detail: 'export-in-use',
    stage: 'prepare',
    message: `Another command, process ${found.heldBy}, is exporting to ${out}.`,
    remedy: `Wait for it, or name another file. If there is no such command, remove the .lock file in ${path}.`,
    recoverable: true,
  });
}

async function enter(path: string, out: string): ReturnType<typeof FolderLock.take> {
  try {
    if ((await stat(out).catch(() => null))?.isDirectory()) throw new Error('It is a folder.');
    for (;;) {
      await mkdir(path, { recursive: true });
      try {
        return await FolderLock.take(path);
      } catch (error) {
        // The command that was in it has just finished and taken the folder with it.
        if (existsSync(path)) throw error;
      }
    }
  } catch (cause) {
    throw badArgument(
      'out-unusable',
      `${out} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Name a file in a folder you may write to.',
      cause,
    );
  }
}
