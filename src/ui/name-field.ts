import { html, type TemplateResult } from 'lit';
import { outputNameTokens } from '../presets/output-name';
import { selectControl, textControl } from './form-controls';
import { field, note, type FormContext } from './form-field';
import { namingTexts, tokenLabel } from './naming-text';
import type { DraftName } from './output-naming';
import { presetError } from './preset-field';
import { defaultName } from './settings-draft';

/** What the file is called: a template, and the name that comes of it. */
export function nameField(context: FormContext, named: DraftName): TemplateResult {
  const { draft } = context.subject;
  const edit = (name: string): void => context.edit({ ...draft, name });
  const control = textControl({
    id: 'file-name',
    label: namingTexts.field,
    value: draft.name,
    placeholder: defaultName,
    invalid: named.error !== null,
    onInput: edit,
  });
  const adder = selectControl({
    id: 'name-token',
    label: namingTexts.insert,
    named: true,
    field: 'file-name',
    value: '',
    choices: [
      { value: '', label: namingTexts.insert },
      ...outputNameTokens.map((token) => ({ value: token, label: tokenLabel(token) })),
    ],
    onChoose: (token) => token !== '' && edit(`${draft.name}${separator(draft.name)}{${token}}`),
  });
  return field(
    context,
    { id: 'file-name', label: namingTexts.field, wide: true },
    html`<div class="beside">${control}<span class="token">${adder}</span></div>`,
    presetError(named.error),
    note(named.fileName ?? undefined),
  );
}

function separator(name: string): string {
  return name === '' || name.endsWith(' ') ? '' : ' ';
}
