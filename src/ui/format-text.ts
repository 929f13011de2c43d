import type { FormatId } from '../formats/format';
import type { FormatOption } from '../formats/option';
import { formatOf } from '../formats/registry';
import { coreWord } from './language/words';

/** What the core says of formats in English, in the language that is shown. */

export function formatLabel(id: FormatId): string {
  return coreWord('formatNames', id, formatOf(id).label);
}

export function optionLabel({ path, label }: FormatOption): string {
  return coreWord('options', path, label);
}

export function optionNote({ path, note }: FormatOption): string | undefined {
  return note === undefined ? undefined : coreWord('options', `${path}.note`, note);
}

/** What one of it is counted in; also of what is written in place of a number. */
export function optionUnit(path: string, unit: string): string {
  return coreWord('options', `${path}.unit`, unit);
}

export function choiceLabel(path: string, { value, label }: { value: string; label: string }): string {
  return coreWord('options', `${path}.${value}`, label);
}
