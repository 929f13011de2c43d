import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { ExportError } from '../errors';
import { parsePreset, type Preset } from './preset';
import {
  asNewPreset,
  duplicateOf,
  emptyCollection,
  findIn,
  renamed,
  withFavourite,
  withoutPreset,
  withPreset,
  withRecent,
  type PresetCollection,
} from './preset-collection';
import { announcePresetChange } from './preset-changes';
import { presetFile, readPresetFiles } from './preset-files';
import type { StoredPresets } from './preset-library';
import { findPreset } from './registry';

interface PresetSchema extends DBSchema {
  /** One record, so that a change is written whole. */
  collection: { key: 'own'; value: PresetCollection };
}

const databaseName = 'stepframe-presets';

/** One step from each version to the next, ever since the first. A step is never changed once it is out. */
const migrations: readonly ((database: IDBPDatabase<PresetSchema>) => void)[] = [
  (database) => void database.createObjectStore('collection'),
];

export const presetStore: StoredPresets = {
  async read() {
    const collection = await attempt((database) => database.get('collection', 'own'));
    const { own, favourites, recent } = checked(collection);
    const found = (ids: readonly string[]): Preset[] =>
      // One that an earlier version of the package had is passed over.
      ids.flatMap((id) => own.find((each) => each.id === id) ?? findPreset(id) ?? []);
    return { own: [...own], favourites: found(favourites), recent: found(recent) };
  },

  async save(preset) {
    return put(() => preset);
  },

  async rename(id, name) {
    return put((collection) => renamed(collection, id, name, findPreset));
  },

  async duplicate(id, name) {
    return put((collection) => duplicateOf(collection, id, findPreset, name));
  },

  async remove(id) {
    await change((collection) => withoutPreset(collection, id, findPreset));
  },

  async setFavourite(id, isFavourite) {
    await change((collection) => withFavourite(collection, id, isFavourite, findPreset));
  },

  async markUsed(id) {
    await change((collection) => withRecent(collection, id, findPreset));
  },

  async importFiles(files) {
    const read = await readPresetFiles(files);
    const added: Preset[] = [];
    await change((before) =>
      read.reduce((collection, preset) => {
        const fresh = asNewPreset(collection, preset, findPreset);
        added.push(fresh);
        return withPreset(collection, fresh, findPreset);
      }, before),
    );
    return added;
  },

  async exportFile(id) {
    const collection = await attempt((database) => database.get('collection', 'own'));
    return presetFile(findIn(checked(collection), id, findPreset));
  },
};

/** Saves what is made of the collection, once it is held to the schema. */
async function put(make: (collection: PresetCollection) => Preset): Promise<Preset> {
  let saved: Preset | undefined;
  await change((collection) => {
    saved = parsePreset(JSON.stringify(make(collection)));
    return withPreset(collection, saved, findPreset);
  });
  return saved!;
}

/** Changes the collection in one transaction, against which no other tab can write. */
async function change(make: (collection: PresetCollection) => PresetCollection): Promise<void> {
  await attempt(async (database) => {
    const transaction = database.transaction('collection', 'readwrite');
    const work = async (): Promise<void> => {
      const collection = checked(await transaction.store.get('own'));
      await transaction.store.put(make(collection), 'own');
    };
    // A transaction that fails does so twice, and one of them alone would be told of as unhandled.
    await Promise.all([work(), transaction.done]);
  });
  announcePresetChange();
}

/** What is stored, brought up to date where an earlier version of the page wrote it. */
function checked(stored: PresetCollection | undefined): PresetCollection {
  if (stored === undefined) return emptyCollection;
  try {
    return { ...stored, own: stored.own.map((preset) => parsePreset(JSON.stringify(preset))) };
  } catch (cause) {
    throw new ExportError('storage', {
      detail: 'presets-damaged',
      stage: 'store',
      message: 'The presets kept in this browser cannot be read.',
      remedy: 'Delete the data of this site in the settings of the browser, and import your presets again.',
      cause,
    });
  }
}

/** Opens the database for one piece of work, so that it stands in no other tab's way. */
async function attempt<T>(work: (database: IDBPDatabase<PresetSchema>) => Promise<T>): Promise<T> {
  let database: IDBPDatabase<PresetSchema> | undefined;
  try {
    database = await openDB<PresetSchema>(databaseName, migrations.length, {
      upgrade(opened, oldVersion) {
        for (const migrate of migrations.slice(oldVersion)) migrate(opened);
      },
    });
    return await work(database);
  } catch (cause) {
    throw isNewer(cause) ? databaseNewer(cause) : asExportError(cause);
  } finally {
    database?.close();
  }
}

function isNewer(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'VersionError';
}

function databaseNewer(cause: unknown): ExportError {
  return new ExportError('storage', {
    detail: 'database-newer',
    stage: 'store',
    message: 'The presets kept in this browser were written by a newer version of this page.',
    remedy: 'Reload this page to get the newer version.',
    cause,
  });
}

function asExportError(cause: unknown): ExportError {
  return ExportError.from(cause, 'storage', {
    detail: 'preset-store-failed',
    stage: 'store',
    message: 'The presets kept in this browser could not be read or written.',
    remedy: 'Try again; in a private window the browser may keep nothing.',
    recoverable: true,
  });
}
