import type { TemplateResult } from 'lit';
import type { QualityCheck } from '../exporter';
import { segmentedControl } from './form-controls';
import { field, note, type FormContext } from './form-field';
import { checkChoices, checkNotes, formTexts } from './form-text';

/** What is done about the finished file. */
export function checkField(context: FormContext): TemplateResult {
  const { draft } = context.subject;
  const control = segmentedControl<QualityCheck>({
    id: 'check',
    label: formTexts.check,
    value: draft.check,
    choices: [
      { value: 'off', label: checkChoices.off },
      { value: 'warn_user', label: checkChoices.warn_user },
      { value: 'fail_export', label: checkChoices.fail_export },
    ],
    onChoose: (check) => context.edit({ ...draft, check }),
  });
  return field(
    context,
    { id: 'check', label: formTexts.check, wide: true, group: true },
    control,
    note(checkNotes[draft.check]),
  );
}
