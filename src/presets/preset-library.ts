import type { Preset } from './preset';
import { onPresetChange } from './preset-changes';

/** What one person has of presets. */
export interface OwnPresets {
  /** Those they saved, in that order. */
  own: Preset[];
  /** In the order they were marked; those of the package among them. */
  favourites: Preset[];
  /** Used last, most recent first: ten at the most. */
  recent: Preset[];
}

/**
 * A person's presets, kept in the browser (IndexedDB) for all tabs of this origin. Each call is done as a whole or not at all.
 * Presets that come with the package can be favourites and recent ones, and be duplicated; nothing changes them.
 *
 * Every method throws ExportError: `storage` (preset-store-failed, database-newer, presets-damaged), `storage-quota`;
 * `invalid-input` as it says.
 */
export interface PresetLibrary {
  read(): Promise<OwnPresets>;
  /** Saves a preset, in place of the own one of its id. @throws preset-built-in, preset-invalid, too-many-presets */
  save(preset: Preset): Promise<Preset>;
  /** Gives it another name; its id stays. @throws unknown-preset, preset-built-in, preset-invalid */
  rename(id: string, name: string): Promise<Preset>;
  /** Saves a copy under an id of its own. @throws unknown-preset, preset-invalid, too-many-presets */
  duplicate(id: string, name?: string): Promise<Preset>;
  /** What is gone already is no error. @throws preset-built-in */
  remove(id: string): Promise<void>;
  /** @throws unknown-preset */
  setFavourite(id: string, isFavourite: boolean): Promise<void>;
  /** Puts a preset first of the recent ones. @throws unknown-preset */
  markUsed(id: string): Promise<void>;
  /**
   * Saves presets out of files, such as were dropped on the page, each under an id of its own. One that cannot be used, and
   * none is saved.
   *
   * @throws preset-not-json, preset-too-large, preset-too-deep, preset-newer, preset-invalid, too-many-presets; the message
   * names the file. `storage` (preset-unreadable)
   */
  importFiles(files: readonly Blob[]): Promise<Preset[]>;
  /** A `.stepframe-preset.json`, called by the preset's name. @throws unknown-preset */
  exportFile(id: string): Promise<File>;
  /** Calls `listener` when they have changed, in this tab or another: `read` then tells how. Returns how to stop. */
  subscribe(listener: () => void): () => void;
}

/** What there is of it in the store. */
export type StoredPresets = Omit<PresetLibrary, 'subscribe'>;

/** Opens a person's presets. What it needs is loaded with the first call of a method. */
export function openPresetLibrary(): PresetLibrary {
  const store = async (): Promise<StoredPresets> => (await import('./preset-store')).presetStore;
  return {
    read: async () => (await store()).read(),
    save: async (preset) => (await store()).save(preset),
    rename: async (id, name) => (await store()).rename(id, name),
    duplicate: async (id, name) => (await store()).duplicate(id, name),
    remove: async (id) => (await store()).remove(id),
    setFavourite: async (id, isFavourite) => (await store()).setFavourite(id, isFavourite),
    markUsed: async (id) => (await store()).markUsed(id),
    importFiles: async (files) => (await store()).importFiles(files),
    exportFile: async (id) => (await store()).exportFile(id),
    subscribe: onPresetChange,
  };
}
