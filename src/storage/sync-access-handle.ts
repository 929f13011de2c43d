/** The part of `FileSystemSyncAccessHandle` that is used; TypeScript's DOM library leaves it to workers. */
export interface SyncAccessHandle {
  write(data: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}

/** Opens a file for this worker alone. Workers only. */
export function openSyncAccess(file: FileSystemFileHandle): Promise<SyncAccessHandle> {
  return (file as unknown as { createSyncAccessHandle(): Promise<SyncAccessHandle> }).createSyncAccessHandle();
}
