import { describe, expect, it } from 'vitest';
import type { Composition } from '../../src/composition/composition';
import { parsePreset, type Preset } from '../../src/presets/preset';
import { findPreset, presets } from '../../src/presets/registry';
import { createExportModel } from '../../src/ui/export-model';
import { ownPreset } from '../../src/ui/own-preset';
import { optionAfter, presetCount, presetGroups, presetOptions } from '../../src/ui/preset-groups';
import { presetCountText } from '../../src/ui/preset-text';
import { watchPresets } from '../../src/ui/preset-watch';
import { applyPreset, draftFor, presetOf, settingsFrom } from '../../src/ui/settings-draft';

const composition: Composition = {
  ...{ id: 'clip', name: 'Clip', width: 1280, height: 720, frameRate: 30, durationInFrames: 300 },
  audio: [{ source: 'music.wav' }],
  open: () => {
    throw new Error('A model never opens its composition.');
  },
};
const mine: Preset = { ...findPreset('webm-vp9')!, id: 'mine', name: 'Mine' };
const owned = { own: [mine], favourites: [findPreset('gif')!, mine], recent: [findPreset('mp4-av1')!] };
const nothing = { own: [], favourites: [], recent: [] };

describe('the list of presets', () => {
  it('begins with what a person marked, used and saved; then all by purpose, none empty', () => {
    const groups = presetGroups(owned, '');
    expect(groups.map(({ id }) => id).slice(0, 4)).toEqual(['favourites', 'recent', 'own', 'web']);
    expect(presetGroups(nothing, '')[0]!.id).toBe('web');
    expect(presetCount(groups)).toBe(presets.length + 1);
    const keys = presetOptions(groups).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('holds what has all words, once, when something is looked for', () => {
    const groups = presetGroups(owned, 'mine webm');
    expect(presetOptions(groups)).toEqual([{ key: 'own-mine', preset: mine }]);
    expect(presetCountText(presetCount(groups), true)).toBe('1 preset found');
    expect(presetCountText(presetCount(presetGroups(owned, 'nowhere')), true)).toBe('No presets found');
  });

  it('is walked by keys, round at its ends, and by pages that stop there', () => {
    const options = presetOptions(presetGroups(nothing, ''));
    const [first, second] = options;
    const last = options.at(-1)!;
    expect(optionAfter(options, first!.key, 'ArrowDown')).toBe(second!.key);
    expect(optionAfter(options, last.key, 'ArrowDown')).toBe(first!.key);
    expect(optionAfter(options, first!.key, 'ArrowUp')).toBe(last.key);
    expect(optionAfter(options, last.key, 'PageDown')).toBe(last.key);
    expect(optionAfter(options, second!.key, 'PageUp')).toBe(first!.key);
    expect(optionAfter(options, first!.key, 'a')).toBeUndefined();
    expect(optionAfter([], undefined, 'ArrowDown')).toBeUndefined();
  });
});

describe('settings saved as a preset', () => {
  it.each(presets.map(({ id }) => [id]))('of %s give the same settings again, for any composition', (id) => {
    const draft = draftFor(composition, findPreset(id)!);
    const saved = parsePreset(JSON.stringify(ownPreset(draft, composition, 'Our way!', [])));
    expect(saved.id).toBe('our-way');
    expect(settingsFrom(draftFor(composition, saved), composition, null)).toEqual(
      settingsFrom(draft, composition, null),
    );
    const tall = { ...composition, width: 608, height: 1080 };
    expect(settingsFrom(draftFor(tall, saved), tall, null)).toEqual(
      settingsFrom(draftFor(tall, findPreset(id)!), tall, null),
    );
  });

  it('keep a size and a rate that were chosen, under an id that is free', () => {
    const draft = { ...draftFor(composition, findPreset('webm-vp9')!), size: 'square' as const, name: 'x' };
    const saved = ownPreset({ ...draft, frameRate: { num: 50, den: 1 } }, composition, 'Mine', [mine]);
    expect(saved).toMatchObject({ id: 'mine-2', width: 1080, height: 1080, frameRate: { num: 50, den: 1 } });
    expect(ownPreset(draft, composition, '漢字', []).id).toBe('preset');
  });

  it('are what the draft follows then, though another preset asks for the same', () => {
    const draft = draftFor(composition, findPreset('webm-vp9')!);
    expect(presetOf(draft, composition, [mine])?.id).toBe('webm-vp9');
    expect(presetOf(applyPreset(draft, mine, composition), composition, [mine])?.id).toBe('mine');
    expect(presetOf({ ...draft, preset: 'gone' }, composition, [mine])?.id).toBe('webm-vp9');
  });
});

describe('what a person has of presets', () => {
  it('is read at first and at each change, the newest answer last, and outlives closing', async () => {
    const model = createExportModel();
    let changed!: () => void;
    const answers: ((value: typeof owned) => void)[] = [];
    const stop = watchPresets(model, {
      read: () => new Promise((resolve) => answers.push(resolve)),
      subscribe: (listener) => {
        changed = listener;
        return () => undefined;
      },
    });
    changed();
    answers[1]!(owned);
    answers[0]!({ ...nothing, recent: [mine] });
    await Promise.resolve();
    await Promise.resolve();
    expect(model.state.presets).toEqual(owned);
    model.open(composition, null);
    model.close();
    expect(model.state.presets).toEqual(owned);
    changed();
    stop();
    answers[2]!({ ...nothing, recent: [mine] });
    await Promise.resolve();
    expect(model.state.presets).toEqual(owned);
  });
});
