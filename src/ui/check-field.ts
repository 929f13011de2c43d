import type { TemplateResult } from 'lit';
import type { QualityCheck } from '../exporter';
import { segmentedControl } from './form-controls';
import { field, note, type FormContext } from './form-field';

const notes: Readonly<Record<QualityCheck, string>> = {
  off: 'The file is saved as it comes out, and nobody looks at it.',
  warn_user: 'The finished file is decoded again and compared with what was drawn. You are told what is wrong with it.',
  fail_export:
    'The finished file is decoded again and compared with what was drawn. One that fails is held back for you to decide.',
};

/** What is done about the finished file. */
export function checkField(context: FormContext): TemplateResult {
  const { draft } = context.subject;
  const control = segmentedControl<QualityCheck>({
    id: 'check',
    label: 'Check of the file',
    value: draft.check,
    choices: [
      { value: 'off', label: 'Off' },
      { value: 'warn_user', label: 'Tell me' },
      { value: 'fail_export', label: 'Hold back' },
    ],
    onChoose: (check) => context.edit({ ...draft, check }),
  });
  return field(
    context,
    { id: 'check', label: 'Check of the file', wide: true, group: true },
    control,
    note(notes[draft.check]),
  );
}
