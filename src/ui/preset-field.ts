import { html, nothing, type TemplateResult } from 'lit';
import type { ExportError } from '../errors';
import type { Preset } from '../presets/preset';
import type { OwnPresets } from '../presets/preset-library';
import { presetCategories } from '../presets/registry';
import { selectControl, type Choice } from './form-controls';
import { field, note, type FormContext } from './form-field';
import { presetById } from './preset-groups';
import { presetCategory, presetGroupLabels, presetName, presetNote, presetTexts } from './preset-text';
import { applyPreset, presetOf } from './settings-draft';
import { problemSentence } from './error-text';

/** Presets to be chosen at once, and the way to all that can be done with them. */
export function presetField(
  context: FormContext,
  owned: OwnPresets,
  error: ExportError | null,
  onBrowse: () => void,
): TemplateResult {
  const { draft, composition } = context.subject;
  const preset = presetOf(draft, composition, owned.own);
  const control = selectControl({
    id: 'preset',
    label: presetTexts.field,
    value: preset?.id ?? 'custom',
    choices: [
      ...(preset === undefined ? [{ value: 'custom', label: presetTexts.custom, disabled: true }] : []),
      ...choicesOf(owned),
    ],
    onChoose: (id) => {
      const chosen = presetById(id, owned.own);
      if (chosen !== undefined) context.edit(applyPreset(draft, chosen, composition));
    },
  });
  return field(
    context,
    { id: 'preset', label: presetTexts.field, wide: true },
    html`<div class="beside">
      ${control}
      <button type="button" class="button" part="button" @click=${onBrowse}>${presetTexts.browse}</button>
    </div>`,
    presetError(error),
    note(noteOf(preset, owned)),
  );
}

/** One clear sentence on what was not done, and one on what helps. */
export function presetError(error: ExportError | null): TemplateResult | typeof nothing {
  if (error === null) return nothing;
  return html`<p class="issue error" part="issue" role="alert">${problemSentence(error)}</p>`;
}

/** Each once: what the person marked, what they saved, then all others by purpose. */
function choicesOf({ own, favourites }: OwnPresets): Choice<string>[] {
  const marked = new Set(favourites.map(({ id }) => id));
  const choice = (preset: Preset, group: string): Choice<string> => ({
    ...{ value: preset.id, label: presetName(preset), group },
  });
  const unmarked = (presets: readonly Preset[], group: string): Choice<string>[] =>
    presets.filter(({ id }) => !marked.has(id)).map((preset) => choice(preset, group));
  return [
    ...favourites.map((preset) => choice(preset, presetGroupLabels.favourites)),
    ...unmarked(own, presetGroupLabels.own),
    ...presetCategories.flatMap(({ id, label, presets }) => unmarked(presets, presetCategory(id, label))),
  ];
}

function noteOf(preset: Preset | undefined, { own }: OwnPresets): string | undefined {
  if (preset === undefined) return presetTexts.customNote;
  const about = presetNote(preset);
  if (about !== undefined) return about;
  return own.includes(preset) ? presetTexts.ownNote : undefined;
}
