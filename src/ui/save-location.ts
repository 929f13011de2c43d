import { realSetTimeout } from '../composition/real-time';
import { ExportError } from '../errors';
import type { Destination, UnfinishedExport } from '../exporter';
import type { Format } from '../formats/format';
import { formatOf } from '../formats/registry';
import { safeFileName } from '../presets/safe-file-name';

/** `picker`: asked for in the click that exports. `download`: made in the browser, then handed over as a download. */
export type SaveMode = 'picker' | 'download';

export interface SaveLocation {
  readonly destination: Destination;
  readonly fileName: string;
}

/** The File System Access API's picker, which not every browser has and TypeScript's library does not name. */
interface PickerWindow {
  showSaveFilePicker(options: {
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }): Promise<FileSystemFileHandle>;
}

interface FolderPickerWindow {
  showDirectoryPicker(options: { id: string; mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
}

export function defaultSaveMode(): SaveMode {
  return hasPicker() ? 'picker' : 'download';
}

export function hasPicker(): boolean {
  return 'showSaveFilePicker' in globalThis;
}

export function hasFolderPicker(): boolean {
  return 'showDirectoryPicker' in globalThis;
}

/**
 * Where the file shall go. Must be called in the click itself: the picker opens only for one. A page that may not open
 * it (a frame of another origin) falls back to a download.
 *
 * @param fileName with its extension, safe already
 * @param place `folder`: files of a sequence go into a folder, where the browser has a picker for one
 * @returns null when the user closed the picker
 * @throws ExportError `storage` (picker-failed)
 */
export async function chooseSaveLocation(
  mode: SaveMode,
  fileName: string,
  format: Format,
  place: 'folder' | 'zip' = 'zip',
): Promise<SaveLocation | null> {
  const download: SaveLocation = { destination: { kind: 'browser' }, fileName };
  if (mode === 'download') return download;
  const intoFolder = place === 'folder' && format.container.kind === 'sequence' && hasFolderPicker();
  try {
    if (intoFolder) return folderLocation(await pickFolder());
    const handle = await (globalThis as unknown as PickerWindow).showSaveFilePicker({
      suggestedName: fileName,
      types: [{ description: format.label, accept: { [format.mimeType]: [`.${format.extension}`] } }],
    });
    return fileLocation(handle);
  } catch (thrown) {
    const name = thrown instanceof DOMException ? thrown.name : '';
    if (name === 'AbortError') return null;
    if (name === 'SecurityError') return download;
    throw new ExportError('storage', {
      detail: 'picker-failed',
      stage: 'configure',
      message: 'The browser could not open its save dialog.',
      remedy: 'Try again, or reload the page.',
      recoverable: true,
      cause: thrown,
    });
  }
}

/** Why nothing can be written straight to a file. */
export function pickerRefused(): ExportError {
  return new ExportError('storage', {
    detail: 'picker-failed',
    stage: 'configure',
    message: 'The browser does not let this page choose a file.',
    remedy: 'Free some disk space and try again.',
    recoverable: true,
  });
}

function pickFolder(): Promise<FileSystemDirectoryHandle> {
  // The browser opens it where the last one was picked under this id.
  return (globalThis as unknown as FolderPickerWindow).showDirectoryPicker({ id: 'stepframe', mode: 'readwrite' });
}

function fileLocation(handle: FileSystemFileHandle): SaveLocation {
  return { destination: { kind: 'handle', handle }, fileName: handle.name };
}

function folderLocation(handle: FileSystemDirectoryHandle): SaveLocation {
  return { destination: { kind: 'folder', handle }, fileName: handle.name };
}

/**
 * Where an export goes that is gone on with: to the file or folder picked for it, which the browser may ask for again, and
 * otherwise where a new one would go. Must be called in the click itself.
 *
 * @returns null when the user closed the picker
 * @throws ExportError `storage` (picker-failed, file-refused)
 */
export async function resumedSaveLocation(
  mode: SaveMode,
  compositionName: string,
  { file, folder, finished, settings }: Pick<UnfinishedExport, 'file' | 'folder' | 'finished' | 'settings'>,
): Promise<SaveLocation | null> {
  const format = formatOf(settings.format);
  const fileName = safeFileName(compositionName, format.extension);
  if (finished) return chooseSaveLocation('download', fileName, format);
  const picked = file ?? folder;
  if (picked === null) return chooseSaveLocation(mode, fileName, format);
  if (await mayWrite(picked)) {
    return file ? fileLocation(file) : folderLocation(folder!);
  }
  throw new ExportError('storage', {
    detail: 'file-refused',
    stage: 'configure',
    message: `The browser was not allowed to write to “${picked.name}”.`,
    remedy: 'Resume once more to save to another place.',
    recoverable: true,
  });
}

/** Permission methods of the File System Access API, which TypeScript's library does not name. */
type Permitted<Handle> = Handle & {
  queryPermission?(access: { mode: 'readwrite' }): Promise<PermissionState>;
  requestPermission?(access: { mode: 'readwrite' }): Promise<PermissionState>;
};

async function mayWrite(handle: Permitted<FileSystemHandle>): Promise<boolean> {
  return (await (handle.requestPermission?.({ mode: 'readwrite' }) ?? 'granted')) === 'granted';
}

/**
 * Removes what was picked for an export that is discarded, where it is still empty. Asks nobody: where the permission is
 * gone, the empty file stays.
 */
export async function discardStoredFile(file: Permitted<FileSystemFileHandle> | null): Promise<void> {
  if (file === null || (await file.queryPermission?.({ mode: 'readwrite' })) !== 'granted') return;
  await discardPicked({ kind: 'handle', handle: file });
}

/**
 * Removes the empty file that the picker itself makes under the chosen name, after an export that wrote nothing there.
 * Best effort: the picker gives no right to remove where the browser has no `remove`, and then an empty file stays.
 */
export async function discardPicked(destination: Destination): Promise<void> {
  if (destination.kind !== 'handle') return;
  const handle: FileSystemFileHandle & { remove?: () => Promise<void> } = destination.handle;
  const size = await handle.getFile().then(
    (file) => file.size,
    () => null,
  );
  if (size === 0) await handle.remove?.().catch(() => undefined);
}

/** Long enough for a browser to have read what it downloads: some GB at the speed of a disk. */
export const downloadReadMs = 60_000;

/** Hands a file over as a download. Needs no click, so it can follow an export by itself. */
export function downloadFile(file: File, fileName: string): void {
  const url = URL.createObjectURL(file);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = fileName;
  anchor.click();
  realSetTimeout(() => URL.revokeObjectURL(url), downloadReadMs);
}

/** Shows a file in a tab of its own, as far as the browser can: what it cannot show it saves. Call it in a click. */
export function openFile(file: File): void {
  const url = URL.createObjectURL(file);
  window.open(url, '_blank', 'noopener');
  realSetTimeout(() => URL.revokeObjectURL(url), downloadReadMs);
}
