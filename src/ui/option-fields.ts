import { html, type TemplateResult } from 'lit';
import { chosenValue, type ChoiceOption, type FormatOption, type NumberOption } from '../formats/option';
import { formatOf } from '../formats/registry';
import { withOption } from './draft-options';
import { checkboxControl, numberControl, selectControl } from './form-controls';
import { field, isInvalid, note, type FormContext } from './form-field';
import { formTexts } from './form-text';
import { choiceLabel, optionLabel, optionNote, optionUnit } from './format-text';

/** A field for each option of the draft's format. */
export function optionFields(context: FormContext): TemplateResult[] {
  return formatOf(context.subject.draft.format).options.map((option) => {
    const control = option.kind === 'choice' ? choice(context, option) : amount(context, option);
    return field(
      context,
      { id: idOf(option), label: optionLabel(option), place: option.path },
      control,
      note(optionNote(option)),
    );
  });
}

function choice({ subject: { draft }, edit }: FormContext, option: ChoiceOption): TemplateResult {
  return selectControl({
    id: idOf(option),
    label: optionLabel(option),
    value: String(chosenValue(draft.options, option) ?? option.default),
    choices: option.values.map((each) => ({ value: each.value, label: choiceLabel(option.path, each) })),
    onChoose: (value) => edit(withOption(draft, option, value)),
  });
}

function amount(context: FormContext, option: NumberOption): TemplateResult {
  const { subject, edit } = context;
  const { draft } = subject;
  const { unitSize = 1, min, max, instead } = option;
  const label = optionLabel(option);
  const unit = option.unit === undefined ? undefined : optionUnit(option.path, option.unit);
  const chosen = chosenValue(draft.options, option) ?? option.default;
  const isInstead = chosen === instead?.value;
  const value = typeof chosen === 'number' ? chosen : isInstead ? (option.default ?? Number.NaN) : Number.NaN;
  const number = numberControl({
    id: idOf(option),
    label: unit === undefined ? label : formTexts.unit({ label, unit }),
    value: rounded(value / unitSize),
    min: rounded(min / unitSize),
    ...(max === Infinity ? {} : { max: rounded(max / unitSize) }),
    step: option.whole && unitSize === 1 ? 1 : 'any',
    disabled: isInstead,
    invalid: isInvalid(context, option.path),
    ...(unit === undefined ? {} : { unit }),
    ...(option.default === null ? { placeholder: formTexts.none } : {}),
    onInput: (shown) =>
      edit(
        withOption(draft, option, Number.isNaN(shown) && option.default === null ? null : rounded(shown * unitSize)),
      ),
  });
  if (instead === undefined) return number;
  const box = checkboxControl({
    id: `${idOf(option)}-${instead.value}`,
    label: choiceLabel(option.path, instead),
    checked: isInstead,
    onChange: (checked) => edit(withOption(draft, option, checked ? instead.value : option.default)),
  });
  return html`${number}
    <div class="beneath">${box}</div>`;
}

/** Without what binary fractions add to decimal ones. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

function idOf({ path }: FormatOption): string {
  return path.replace('.', '-');
}
