import { ExportError } from '../errors';
import type { Preset } from './preset';

/** What one person has of presets. Plain data, never changed in place. */
export interface PresetCollection {
  /** Their own, in the order they were saved. */
  readonly own: readonly Preset[];
  /** Ids, of their own presets and of others, in the order they were marked. */
  readonly favourites: readonly string[];
  /** Ids, most recent first. */
  readonly recent: readonly string[];
}

export const emptyCollection: PresetCollection = { own: [], favourites: [], recent: [] };

const mostOwn = 500;
const mostRecent = 10;
const mostFavourites = 200;
const longestId = 64;
const longestName = 200;

/** Where the presets are that come with the package. */
export type FindPreset = (id: string) => Preset | undefined;

/**
 * Saves a preset, in place of the own one of its id.
 *
 * @throws ExportError `invalid-input`: preset-built-in, too-many-presets
 */
export function withPreset(collection: PresetCollection, preset: Preset, builtIn: FindPreset): PresetCollection {
  const { own } = collection;
  if (builtIn(preset.id)) throw notTheirs(preset.id);
  if (own.some(({ id }) => id === preset.id)) {
    return { ...collection, own: own.map((each) => (each.id === preset.id ? preset : each)) };
  }
  if (own.length >= mostOwn) throw tooMany();
  return { ...collection, own: [...own, preset] };
}

/** As one more preset: under another id, where its own is taken. */
export function asNewPreset(collection: PresetCollection, preset: Preset, builtIn: FindPreset): Preset {
  const isTaken = (id: string): boolean => builtIn(id) !== undefined || collection.own.some((each) => each.id === id);
  let { id } = preset;
  for (let number = 2; isTaken(id); number++) id = suffixed(preset.id, `-${number}`, longestId);
  return { ...preset, id };
}

/** A copy under an id and, unless there is one given, a name of its own. @throws ExportError as `findIn` */
export function duplicateOf(collection: PresetCollection, id: string, builtIn: FindPreset, name?: string): Preset {
  const original = findIn(collection, id, builtIn);
  const copy = { ...original, name: name ?? suffixed(original.name, ' copy', longestName) };
  return asNewPreset(collection, copy, builtIn);
}

/** Its id stays. @throws ExportError `invalid-input`: preset-built-in, unknown-preset */
export function renamed(collection: PresetCollection, id: string, name: string, builtIn: FindPreset): Preset {
  if (builtIn(id)) throw notTheirs(id);
  return { ...findIn(collection, id, builtIn), name };
}

/** Also from favourites and recent ones. What is gone already is no error. @throws ExportError preset-built-in */
export function withoutPreset(collection: PresetCollection, id: string, builtIn: FindPreset): PresetCollection {
  if (builtIn(id)) throw notTheirs(id);
  const others = (ids: readonly string[]): string[] => ids.filter((each) => each !== id);
  return {
    own: collection.own.filter((preset) => preset.id !== id),
    favourites: others(collection.favourites),
    recent: others(collection.recent),
  };
}

/** @throws ExportError `invalid-input`: unknown-preset, too-many-presets */
export function withFavourite(
  collection: PresetCollection,
  id: string,
  isFavourite: boolean,
  builtIn: FindPreset,
): PresetCollection {
  const others = collection.favourites.filter((each) => each !== id);
  if (!isFavourite) return { ...collection, favourites: others };
  findIn(collection, id, builtIn);
  if (collection.favourites.includes(id)) return collection;
  if (others.length >= mostFavourites) throw tooMany();
  return { ...collection, favourites: [...others, id] };
}

/** Puts it first of the recent ones, of which the oldest gives way. @throws ExportError unknown-preset */
export function withRecent(collection: PresetCollection, id: string, builtIn: FindPreset): PresetCollection {
  findIn(collection, id, builtIn);
  const others = collection.recent.filter((each) => each !== id);
  return { ...collection, recent: [id, ...others].slice(0, mostRecent) };
}

/** @throws ExportError `invalid-input`: unknown-preset */
export function findIn({ own }: PresetCollection, id: string, builtIn: FindPreset): Preset {
  const preset = own.find((each) => each.id === id) ?? builtIn(id);
  if (preset) return preset;
  throw new ExportError('invalid-input', {
    detail: 'unknown-preset',
    stage: 'configure',
    message: `No preset is called "${id.slice(0, longestId)}".`,
    remedy: 'Choose one of the list; it may have been removed in another tab.',
  });
}

function suffixed(text: string, suffix: string, longest: number): string {
  const start = text.slice(0, longest - suffix.length).replace(/[\ud800-\udbff]$/, '');
  return `${start}${suffix}`;
}

function notTheirs(id: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'preset-built-in',
    stage: 'configure',
    message: `The preset "${id}" comes with Stepframe and stays as it is.`,
    remedy: 'Duplicate it, and change the copy.',
  });
}

function tooMany(): ExportError {
  return new ExportError('invalid-input', {
    detail: 'too-many-presets',
    stage: 'configure',
    message: 'There is no room for more presets.',
    remedy: 'Remove some that are no longer needed.',
  });
}
