import type { AnimationOptions, ExportSettings, SequenceOptions } from './format';

/** Where in the settings the value of an option is. */
export type OptionPath = `animation.${keyof AnimationOptions}` | `sequence.${keyof SequenceOptions}`;

export type OptionValue = string | number;

interface Described {
  readonly path: OptionPath;
  readonly label: string;
  /** What it gives or costs, in a sentence. */
  readonly note?: string;
}

/** One of a few. */
export interface ChoiceOption extends Described {
  readonly kind: 'choice';
  readonly values: readonly { readonly value: string; readonly label: string }[];
  readonly default: string;
}

/** A number within limits. */
export interface NumberOption extends Described {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  /** Null: without a value there is none. */
  readonly default: number | null;
  /** What people count it in. */
  readonly unit?: string;
  /** What one of `unit` is in the settings. Default 1. */
  readonly unitSize?: number;
  /** What it may be in place of a number. */
  readonly instead?: { readonly value: string; readonly label: string };
}

/** What can be chosen of a format, as data: a form draws it, and settings are checked with it. */
export type FormatOption = ChoiceOption | NumberOption;

type Groups = Pick<ExportSettings, 'animation' | 'sequence'>;

/** The names of an option's group and of its member there. */
export function placeOfOption({ path }: FormatOption): { group: keyof Groups; key: string } {
  const [group, key] = path.split('.') as [keyof Groups, string];
  return { group, key };
}

/** Undefined where nothing was chosen. */
export function chosenValue(settings: Groups, option: FormatOption): OptionValue | undefined {
  const { group, key } = placeOfOption(option);
  return (settings[group] as Readonly<Record<string, OptionValue>> | undefined)?.[key];
}

export function isAllowed(option: FormatOption, value: unknown): boolean {
  if (option.kind === 'choice') return option.values.some((each) => each.value === value);
  if (typeof value !== 'number') return value !== undefined && value === option.instead?.value;
  const { min, max, whole } = option;
  return value >= min && value <= max && (!whole || Number.isInteger(value));
}

/** In words, e.g. `a whole number from 2 to 256`. */
export function allowedValues(option: FormatOption): string {
  if (option.kind === 'choice') return `one of ${option.values.map(({ value }) => value).join(', ')}`;
  const { min, max, whole, instead } = option;
  const limits = max === Infinity ? `from ${min} on` : `from ${min} to ${max}`;
  return `a ${whole ? 'whole ' : ''}number ${limits}${instead === undefined ? '' : `, or ${instead.value}`}`;
}
