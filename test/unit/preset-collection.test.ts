import { describe, expect, it } from 'vitest';
import type { Preset } from '../../src/presets/preset';
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
} from '../../src/presets/preset-collection';
import { findPreset, presets } from '../../src/presets/registry';

const mp4 = findPreset('mp4-h264')!;
const preset = (id: string, name = id): Preset => ({ ...mp4, id, name });
const saved = (...own: Preset[]): PresetCollection => ({ ...emptyCollection, own });
const refusal = (detail: string) => expect.objectContaining({ code: 'invalid-input', detail }) as unknown;

describe('a collection of presets', () => {
  it('keeps them in the order they were saved, and replaces by id', () => {
    const two = withPreset(withPreset(emptyCollection, preset('a'), findPreset), preset('b'), findPreset);
    expect(two.own.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(withPreset(two, preset('a', 'A'), findPreset).own.map(({ name }) => name)).toEqual(['A', 'b']);
    expect(emptyCollection.own).toEqual([]);
  });

  it('leaves the presets of the package alone', () => {
    const refused = refusal('preset-built-in');
    expect(() => withPreset(emptyCollection, mp4, findPreset)).toThrow(refused);
    expect(() => renamed(emptyCollection, 'mp4-h264', 'Mine', findPreset)).toThrow(refused);
    expect(() => withoutPreset(emptyCollection, 'mp4-h264', findPreset)).toThrow(refused);
  });

  it('has room for 500', () => {
    const full = saved(...Array.from({ length: 500 }, (_, i) => preset(`p${i}`)));
    expect(() => withPreset(full, preset('one-more'), findPreset)).toThrow(refusal('too-many-presets'));
    expect(withPreset(full, preset('p7', 'Seven'), findPreset).own[7]?.name).toBe('Seven');
  });

  it('gives a new preset an id that nobody has, of 64 characters at the most', () => {
    const collection = saved(preset('a'), preset('a-2'));
    expect(asNewPreset(collection, preset('a'), findPreset).id).toBe('a-3');
    expect(asNewPreset(collection, preset('mp4-h264'), findPreset).id).toBe('mp4-h264-2');
    expect(asNewPreset(collection, preset('b'), findPreset).id).toBe('b');
    const long = 'x'.repeat(64);
    expect(asNewPreset(saved(preset(long)), preset(long), findPreset).id).toBe(`${'x'.repeat(62)}-2`);
  });

  it('duplicates own presets and those of the package', () => {
    const collection = saved(preset('a', 'Mine'));
    expect(duplicateOf(collection, 'a', findPreset)).toEqual(preset('a-2', 'Mine copy'));
    expect(duplicateOf(collection, 'mp4-h264', findPreset, 'Other')).toEqual(preset('mp4-h264-2', 'Other'));
    const emoji = preset('e', '🎬'.repeat(100));
    expect(duplicateOf(saved(emoji), 'e', findPreset).name).toBe(`${'🎬'.repeat(97)} copy`);
  });

  it('renames without changing the id', () => {
    expect(renamed(saved(preset('a')), 'a', 'Better', findPreset)).toEqual(preset('a', 'Better'));
    expect(() => renamed(emptyCollection, 'gone', 'x', findPreset)).toThrow(refusal('unknown-preset'));
  });

  it('removes a preset from favourites and recent ones too', () => {
    const marked = withRecent(withFavourite(saved(preset('a'), preset('b')), 'a', true, findPreset), 'a', findPreset);
    expect(withoutPreset(marked, 'a', findPreset)).toEqual(saved(preset('b')));
    expect(withoutPreset(marked, 'gone', findPreset)).toEqual(marked);
  });

  it('marks favourites once, in their order', () => {
    let collection = saved(preset('a'));
    for (const id of ['gif', 'a', 'gif']) collection = withFavourite(collection, id, true, findPreset);
    expect(collection.favourites).toEqual(['gif', 'a']);
    expect(withFavourite(collection, 'gif', false, findPreset).favourites).toEqual(['a']);
    expect(withFavourite(collection, 'gone', false, findPreset).favourites).toEqual(['gif', 'a']);
    expect(() => withFavourite(collection, 'gone', true, findPreset)).toThrow(refusal('unknown-preset'));
  });

  it('has ten recent ones, the last first', () => {
    const ids = presets.slice(0, 12).map(({ id }) => id);
    let collection = emptyCollection;
    for (const id of ids) collection = withRecent(collection, id, findPreset);
    expect(collection.recent).toEqual(ids.slice(2).reverse());
    expect(withRecent(collection, ids[5]!, findPreset).recent.slice(0, 2)).toEqual([ids[5], ids[11]]);
    expect(() => withRecent(collection, 'gone', findPreset)).toThrow(refusal('unknown-preset'));
  });

  it('finds own presets and those of the package', () => {
    expect(findIn(saved(preset('a')), 'a', findPreset)).toEqual(preset('a'));
    expect(findIn(emptyCollection, 'gif', findPreset)).toBe(findPreset('gif'));
  });
});
