/**
 * Where a finished file goes. Nothing written is under its final name until `close`, and `abort` leaves nothing behind.
 */
export interface FileSink {
  /** Positions may go back. */
  write(position: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Makes the file final. @returns the file where the page can hold it, null where it went elsewhere. */
  close(): Promise<File | null>;
  /** Idempotent, never rejects. */
  abort(): Promise<void>;
}
