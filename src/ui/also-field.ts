import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { alsoFilesOf, mostAlso, presetsLeft, withoutAlso, type AlsoFile } from './also-files';
import { closeIcon } from './close-icon';
import { selectControl } from './form-controls';
import { field, note, type FormContext } from './form-field';
import { formTexts } from './form-text';
import { formatLabel } from './format-text';
import { presetName } from './preset-text';

/** More files of the same frames: which there are, and one more by a preset. */
export function alsoField(context: FormContext): TemplateResult {
  const { draft } = context.subject;
  const files = alsoFilesOf(context.subject);
  const left = presetsLeft(context.subject);
  const list = html`<ul class="also" aria-label=${formTexts.alsoList}>
    ${repeat(
      files,
      ({ preset }) => preset.id,
      (file) => alsoRow(context, file),
    )}
  </ul>`;
  const adder = selectControl({
    id: 'also',
    label: formTexts.also,
    value: '',
    disabled: left.length === 0,
    choices: [
      { value: '', label: left.length === 0 ? formTexts.alsoFull({ count: mostAlso }) : formTexts.alsoAdd },
      ...left.map((preset) => ({ value: preset.id, label: presetName(preset), group: formatLabel(preset.format) })),
    ],
    onChoose: (id) => context.edit({ ...draft, also: id === '' ? draft.also : [...draft.also, id] }),
  });
  return field(
    context,
    { id: 'also', label: formTexts.also, place: 'also', wide: true },
    files.length === 0 ? nothing : list,
    adder,
    files.length === 0 ? nothing : note(formTexts.alsoNote),
  );
}

function alsoRow({ subject: { draft }, edit }: FormContext, { preset, fileName }: AlsoFile): TemplateResult {
  return html`<li>
    <span class="preset">${presetName(preset)}</span>
    <span class="file">${fileName}</span>
    <button
      type="button"
      class="icon-button"
      part="button"
      aria-label=${formTexts.alsoRemove({ name: presetName(preset) })}
      @click=${() => edit(withoutAlso(draft, preset.id))}
    >
      ${closeIcon}
    </button>
  </li>`;
}
