import type { ExportSettings, Format } from '../formats/format';
import { allowedValues, chosenValue, isAllowed, placeOfOption, type FormatOption } from '../formats/option';
import { formats } from '../formats/registry';
import { invalid, type ExportIssue } from './export-issue';

const groups = ['animation', 'sequence'] as const;

/** What of a format's own options cannot be, or has no meaning there. */
export function checkOptions(settings: ExportSettings, { label, options }: Format): ExportIssue[] {
  const wrong = options.flatMap((option) => {
    const value = chosenValue(settings, option);
    return value === undefined || isAllowed(option, value) ? [] : [notAllowed(settings, option, value)];
  });
  const known = options.map(({ path }) => path as string);
  const stray = groups.flatMap((group) =>
    Object.entries(settings[group] ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([key]) => `${group}.${key}`)
      .filter((path) => !known.includes(path)),
  );
  return [...wrong, ...stray.map((path) => withoutMeaning(path, label, settings))];
}

function notAllowed(settings: ExportSettings, option: FormatOption, value: unknown): ExportIssue {
  const { group, key } = placeOfOption(option);
  const others = Object.entries(settings[group] ?? {}).filter(([name]) => name !== key);
  const said = typeof value === 'number' && Number.isNaN(value) ? 'is not a number' : `cannot be ${String(value)}`;
  return {
    ...invalid(
      'option-out-of-range',
      option.path,
      `${option.label} ${said}.`,
      `Choose ${allowedValues(option)}, or leave it out.`,
    ),
    suggestion: { [group]: Object.fromEntries(others) },
  };
}

function withoutMeaning(path: string, format: string, settings: ExportSettings): ExportIssue {
  const [group, key] = path.split('.') as [(typeof groups)[number], string];
  const others = Object.entries(settings[group] ?? {}).filter(([name]) => name !== key);
  const label = formats.flatMap(({ options }) => options).find((option) => option.path === path)?.label;
  return {
    severity: 'warning',
    ...{ code: 'invalid-input', detail: 'option-not-in-format', path },
    message: `${format} has no ${label === undefined ? path : label.toLowerCase()}.`,
    remedy: 'Leave it out, or choose another format.',
    suggestion: { [group]: Object.fromEntries(others) },
  };
}
