import { qualityChecks, type QualityCheck } from '../orchestrator/export-job';
import type { SaveMode } from './save-location';

/** What a person wants of all exports on this device. */
export interface Preferences {
  /** To be told when exports are over. */
  readonly notify: boolean;
  /** The title of the page says how far an export is. */
  readonly titleProgress: boolean;
  /** What dialogs begin with; null: as the exporter does it. */
  readonly check: QualityCheck | null;
  /** `download`: nobody asks where a file shall go. Null: as the host has it. */
  readonly saveMode: SaveMode | null;
}

const key = 'stepframe.preferences';
const usual: Preferences = { notify: false, titleProgress: true, check: null, saveMode: null };
const listeners = new Set<() => void>();

/** What was chosen where the browser keeps nothing for this page. */
let unkept: string | null = null;

/** As they are kept for the origin; what is not understood is as if it was never chosen. */
export function readPreferences(): Preferences {
  const { notify, titleProgress, check, saveMode } = stored();
  return {
    notify: notify === true,
    titleProgress: titleProgress !== false,
    check: qualityChecks.find((each) => each === check) ?? null,
    saveMode: saveMode === 'picker' || saveMode === 'download' ? saveMode : null,
  };
}

/** Keeps them, and tells all who watch, in other tabs too. */
export function changePreferences(changes: Partial<Preferences>): void {
  const text = JSON.stringify({ ...readPreferences(), ...changes });
  try {
    localStorage.setItem(key, text);
    unkept = null;
  } catch {
    // No room, or none for a page like this: they last as long as the page.
    unkept = text;
  }
  for (const listener of [...listeners]) listener();
}

/** @returns how to stop */
export function watchPreferences(listener: () => void): () => void {
  const onStorage = (event: StorageEvent): void => {
    if (event.key === key || event.key === null) listener();
  };
  listeners.add(listener);
  addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', onStorage);
  };
}

/** Where files go: as the host has it, or without being asked. */
export function preferredSaveMode(given: SaveMode): SaveMode {
  return readPreferences().saveMode === 'download' ? 'download' : given;
}

function stored(): Partial<Record<keyof Preferences, unknown>> {
  try {
    const value: unknown = JSON.parse(unkept ?? localStorage.getItem(key) ?? '{}');
    return typeof value === 'object' && value !== null ? value : usual;
  } catch {
    return usual;
  }
}
