import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatOf } from '../formats/registry';
import { alsoFilesOf, presetsLeft, withoutAlso, type AlsoFile } from './also-files';
import { closeIcon } from './close-icon';
import { selectControl } from './form-controls';
import { field, note, type FormContext } from './form-field';

/** More files of the same frames: which there are, and one more by a preset. */
export function alsoField(context: FormContext): TemplateResult {
  const { draft } = context.subject;
  const files = alsoFilesOf(context.subject);
  const left = presetsLeft(context.subject);
  const list = html`<ul class="also" aria-label="More files">
    ${repeat(
      files,
      ({ preset }) => preset.id,
      (file) => alsoRow(context, file),
    )}
  </ul>`;
  const adder = selectControl({
    id: 'also',
    label: 'Also make',
    value: '',
    disabled: left.length === 0,
    choices: [
      { value: '', label: left.length === 0 ? 'No more than five' : 'Add a file of the same frames…' },
      ...left.map(({ id, name, format }) => ({ value: id, label: name, group: formatOf(format).label })),
    ],
    onChoose: (id) => context.edit({ ...draft, also: id === '' ? draft.also : [...draft.also, id] }),
  });
  return field(
    context,
    { id: 'also', label: 'Also make', place: 'also', wide: true },
    files.length === 0 ? nothing : list,
    adder,
    files.length === 0 ? nothing : note('At the same size and rate. They are saved among your downloads.'),
  );
}

function alsoRow({ subject: { draft }, edit }: FormContext, { preset, fileName }: AlsoFile): TemplateResult {
  return html`<li>
    <span class="preset">${preset.name}</span>
    <span class="file">${fileName}</span>
    <button
      type="button"
      class="icon-button"
      part="button"
      aria-label="Do not make ${preset.name}"
      @click=${() => edit(withoutAlso(draft, preset.id))}
    >
      ${closeIcon}
    </button>
  </li>`;
}
