import type { ExportSettings, FileMetadata } from '../formats/format';
import { placeOfOption, type FormatOption, type OptionValue } from '../formats/option';
import { formatOf } from '../formats/registry';
import type { SettingsDraft } from './settings-draft';

/** What was chosen of the format's options; of others the draft keeps it, for whoever returns to their format. */
export function optionsFrom({ format, options }: SettingsDraft): Pick<ExportSettings, 'animation' | 'sequence'> {
  const places = formatOf(format).options.map(placeOfOption);
  const groups = Object.entries(options).map(([group, members]) => {
    const has = (key: string): boolean => places.some((place) => place.group === group && place.key === key);
    return [group, Object.fromEntries(Object.entries(members).filter(([key]) => has(key)))] as const;
  });
  return Object.fromEntries(groups.filter(([, members]) => Object.keys(members).length > 0));
}

/** The draft with a value of an option; what is the default anyway is not kept. */
export function withOption(draft: SettingsDraft, option: FormatOption, value: OptionValue | null): SettingsDraft {
  const { group, key } = placeOfOption(option);
  const others = Object.entries(draft.options[group] ?? {}).filter(([name]) => name !== key);
  const entries = value === option.default ? others : [...others, [key, value] as const];
  return { ...draft, options: { ...draft.options, [group]: Object.fromEntries(entries) } };
}

/** What is written, of what the format can keep; undefined: nothing. */
export function metadataFrom({ format, metadata }: SettingsDraft): FileMetadata | undefined {
  const written = formatOf(format).metadata.flatMap((field) => {
    const text = metadata[field]?.trim() ?? '';
    return text === '' ? [] : [[field, text] as const];
  });
  return written.length === 0 ? undefined : Object.fromEntries(written);
}
