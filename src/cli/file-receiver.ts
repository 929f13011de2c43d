import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { ExportError } from '../errors';

export interface CommittedFile {
  file: string;
  bytes: number;
  sha256: string;
}

/**
 * Takes a file in pieces at any position and puts it under its final name in one step. Until `commit` the bytes lie in a
 * file of their own, so one that was there before stays whole whatever happens.
 */
export class FileReceiver {
  private open = true;

  private constructor(
    private readonly path: string,
    private readonly partialPath: string,
    private readonly handle: FileHandle,
  ) {}

  /**
   * @param path the final name
   * @param partialPath where the bytes lie until then, on the same disk; what is there is overwritten
   * @throws ExportError `storage` (write-failed), `storage-quota` (disk-full)
   */
  static async create(path: string, partialPath: string): Promise<FileReceiver> {
    try {
      return new FileReceiver(path, partialPath, await open(partialPath, 'w'));
    } catch (cause) {
      throw writeFailed(path, cause);
    }
  }

  /** @throws ExportError `storage` (write-failed), `storage-quota` (disk-full) */
  async write(position: number, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      let at = position;
      for await (const chunk of chunks) {
        let written = 0;
        while (written < chunk.length) {
          const { bytesWritten } = await this.handle.write(chunk, written, chunk.length - written, at + written);
          written += bytesWritten;
        }
        at += chunk.length;
      }
    } catch (cause) {
      throw writeFailed(this.path, cause);
    }
  }

  /**
   * Makes the file durable and gives it its final name.
   *
   * @param byteLength what the page says the file has
   * @throws ExportError `storage`; the file is then not there
   */
  async commit(byteLength: number): Promise<CommittedFile> {
    try {
      await this.handle.sync();
      const { size } = await this.handle.stat();
      if (size !== byteLength) throw new Error(`${size} bytes arrived of ${byteLength}.`);
      await this.handle.close();
      const sha256 = await digest(this.partialPath);
      await rename(this.partialPath, this.path);
      this.open = false;
      return { file: this.path, bytes: size, sha256 };
    } catch (cause) {
      throw writeFailed(this.path, cause);
    }
  }

  /** Removes what arrived, unless it was committed. Idempotent, never rejects. */
  async discard(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await this.handle.close().catch(() => {});
    await rm(this.partialPath, { force: true }).catch(() => {});
  }
}

/** SHA-256 of a file, in hexadecimal digits. */
export async function digest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function writeFailed(path: string, cause: unknown): ExportError {
  const full = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
  return new ExportError(full ? 'storage-quota' : 'storage', {
    detail: full ? 'disk-full' : 'write-failed',
    stage: 'deliver',
    message: `${path} was not written: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: full ? 'Free some space, or write to another disk.' : 'Check that the folder is still there and writable.',
    recoverable: true,
    cause,
  });
}
