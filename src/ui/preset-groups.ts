import type { Preset } from '../presets/preset';
import type { OwnPresets } from '../presets/preset-library';
import { presetCategories, presets, searchPresets } from '../presets/registry';
import { formatLabel } from './format-text';
import { presetCategory, presetGroupLabels, presetName, presetNote } from './preset-text';

/** Presets under one heading. */
export interface PresetGroup {
  readonly id: string;
  readonly label: string;
  readonly presets: readonly Preset[];
}

/** One line of a list in which a preset may stand several times. */
export interface PresetOption {
  readonly key: string;
  readonly preset: Preset;
}

/**
 * What a person finds by some words, by purpose; without any, what they marked and used last comes first. Headings without
 * presets are left out.
 */
export function presetGroups({ own, favourites, recent }: OwnPresets, words: string): PresetGroup[] {
  const marked = [
    { id: 'favourites', label: presetGroupLabels.favourites, presets: favourites },
    { id: 'recent', label: presetGroupLabels.recent, presets: recent },
  ];
  const all: PresetGroup[] = [
    // They are elsewhere in the list too.
    ...(words.trim() === '' ? marked : []),
    { id: 'own', label: presetGroupLabels.own, presets: own },
    ...presetCategories.map((each) => ({ ...each, label: presetCategory(each.id, each.label) })),
  ];
  return all.map((group) => ({ ...group, presets: found(words, group) })).filter((group) => group.presets.length > 0);
}

/** By what the core calls them, and by what they are called in the language that is shown. */
function found(words: string, { label, presets: among }: PresetGroup): Preset[] {
  const shown = among.map((preset) => ({
    ...preset,
    name: [preset.name, presetName(preset), formatLabel(preset.format), label].join(' '),
    description: `${preset.description ?? ''} ${presetNote(preset) ?? ''}`,
  }));
  const ids = new Set(searchPresets(words, shown).map(({ id }) => id));
  return among.filter(({ id }) => ids.has(id));
}

/** Every line, from top to bottom. */
export function presetOptions(groups: readonly PresetGroup[]): PresetOption[] {
  return groups.flatMap(({ id, presets: members }) => members.map((preset) => ({ key: `${id}-${preset.id}`, preset })));
}

/** How many presets there are, those that stand in the list twice counted once. */
export function presetCount(groups: readonly PresetGroup[]): number {
  return new Set(groups.flatMap(({ presets: members }) => members.map(({ id }) => id))).size;
}

/** Lines that Page Up and Page Down pass over. */
const page = 8;

/** The line a key leads to; undefined: the key does not move in a list. */
export function optionAfter(
  options: readonly PresetOption[],
  active: string | undefined,
  key: string,
): string | undefined {
  const at = options.findIndex((option) => option.key === active);
  const last = options.length - 1;
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at === last ? 0 : at + 1,
    ArrowUp: at <= 0 ? last : at - 1,
    PageDown: Math.min(last, at + page),
    PageUp: Math.max(0, at - page),
  };
  return options[moves[key] ?? Number.NaN]?.key;
}

/** A preset of the package, or of the person. */
export function presetById(id: string, own: readonly Preset[]): Preset | undefined {
  return own.find((preset) => preset.id === id) ?? presets.find((preset) => preset.id === id);
}
