import { realSetTimeout } from '../composition/real-time';
import { ExportError } from '../errors';
import type { Destination } from '../exporter';
import type { Format } from '../formats/format';

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

/** Names Windows keeps for devices. */
const reservedName = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])$/i;
// Control characters among them.
const unsafeCharacters = /[\u0000-\u001f\u007f<>:"/\\|?*]+/g;
/** UTF-8 bytes. Most file systems stop at 255, extension included. */
const longestName = 240;

/** A name that every file system takes, from one that a person wrote. @param extension without the dot */
export function fileNameFor(name: string, extension: string): string {
  const safe = name.normalize('NFC').replace(unsafeCharacters, ' ').replace(/\s+/g, ' ');
  const stem = cutToBytes(safe, longestName).replace(/^[ .]+|[ .]+$/g, '');
  return `${stem === '' || reservedName.test(stem) ? 'export' : stem}.${extension}`;
}

/** The longest start of `text` that fits, never ending inside a character. */
function cutToBytes(text: string, byteLength: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(byteLength));
  return text.slice(0, read);
}

export function defaultSaveMode(): SaveMode {
  return 'showSaveFilePicker' in globalThis ? 'picker' : 'download';
}

/**
 * Where the file shall go. Must be called in the click itself: the picker opens only for one. A page that may not open
 * it (a frame of another origin) falls back to a download.
 *
 * @returns null when the user closed the picker
 * @throws ExportError `storage` (picker-failed)
 */
export async function chooseSaveLocation(
  mode: SaveMode,
  compositionName: string,
  format: Format,
): Promise<SaveLocation | null> {
  const suggestedName = fileNameFor(compositionName, format.extension);
  const download: SaveLocation = { destination: { kind: 'browser' }, fileName: suggestedName };
  if (mode === 'download') return download;
  try {
    const handle = await (globalThis as unknown as PickerWindow).showSaveFilePicker({
      suggestedName,
      types: [{ description: format.label, accept: { [format.mimeType]: [`.${format.extension}`] } }],
    });
    return { destination: { kind: 'handle', handle }, fileName: handle.name };
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
