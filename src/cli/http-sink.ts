import type { FileSink } from '../delivery/file-sink';
import { ExportError, type SerialisedExportError } from '../errors';

/**
 * Sends a file to the command as it is written. The file becomes final there, once the command has heard from the page
 * that the whole export succeeded; until then, and when the export fails, nothing is under its final name.
 */
export class HttpSink implements FileSink {
  constructor(private readonly url: string) {}

  async write(position: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    await put(`${this.url}?position=${position}`, data);
  }

  close(): Promise<null> {
    return Promise.resolve(null);
  }

  abort(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * As `HttpSink`, of a file that becomes final as soon as it is closed: each of a batch stands for itself.
 */
export class BatchSink implements FileSink {
  private byteLength = 0;

  private constructor(private readonly url: string) {}

  /** Begins the file: what an earlier attempt has sent of it is dropped. @throws ExportError as `put` */
  static async begin(url: string): Promise<BatchSink> {
    await put(`${url}?begin=`, nothing);
    return new BatchSink(url);
  }

  async write(position: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    this.byteLength = Math.max(this.byteLength, position + data.byteLength);
    await put(`${this.url}?position=${position}`, data);
  }

  async close(): Promise<null> {
    await put(`${this.url}?commit=${this.byteLength}`, nothing);
    return null;
  }

  abort(): Promise<void> {
    return Promise.resolve();
  }
}

const nothing = new Uint8Array();

/** @throws ExportError the command's own, or `storage` (command-gone) when it does not answer */
export async function put(url: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  let response: Response;
  try {
    // As a blob: the driver of the browser is told of every byte of any other body, at ten times the cost of the upload.
    response = await fetch(url, { method: 'PUT', body: new Blob([body]) });
  } catch (cause) {
    throw new ExportError('storage', {
      detail: 'command-gone',
      stage: 'deliver',
      message: 'The export command no longer takes data.',
      remedy: 'Run the command again.',
      recoverable: true,
      cause,
    });
  }
  if (!response.ok) throw ExportError.fromJSON((await response.json()) as SerialisedExportError);
}
