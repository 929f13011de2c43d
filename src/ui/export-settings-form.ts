import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { formatOf } from '../formats/registry';
import { findPreset, presets } from '../presets/registry';
import { alsoField } from './also-field';
import { checkField } from './check-field';
import { controlStyles } from './control-style';
import type { ExportState } from './export-model';
import {
  deterministicField,
  formatField,
  colourField,
  keyFramesField,
  qualityField,
  scanField,
  sequencePlaceField,
  videoCodecField,
} from './file-fields';
import { selectControl } from './form-controls';
import { field, issueNote, issuesAt, note, type FormContext } from './form-field';
import { placeOf, type IssuePlace } from './issue-placement';
import { metadataFields } from './metadata-fields';
import { optionFields } from './option-fields';
import { frameRateField, rangeField, sizeField } from './picture-fields';
import { applyPreset, presetOf } from './settings-draft';
import { settingsFormStyles } from './settings-form-style';
import { loudnessField, soundField } from './sound-fields';
import { theme } from './theme';

/** Where issues are out of sight while the disclosure is closed. */
const isAdvanced = (place: IssuePlace): boolean =>
  place === 'keyFrames' || place === 'sound' || place === 'loudness' || place.startsWith('metadata.');

/** The settings of an export as a form. Dispatches `draft-edit` with the changed draft; keeps nothing itself. */
export class ExportSettingsForm extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = { state: { attribute: false }, picksFolders: { attribute: false } };
  static override styles = [theme, controlStyles, settingsFormStyles];

  declare state: ExportState;
  /** Whether pictures of a sequence can go into a folder that the user picks. */
  declare picksFolders: boolean;

  override render(): TemplateResult | typeof nothing {
    const context = this.context();
    if (context === null) return nothing;
    return html`
      <div class="fields" part="fields">
        ${presetField(context)} ${sizeField(context)} ${frameRateField(context)} ${rangeField(context)}
        ${formatField(context)} ${videoCodecField(context)} ${qualityField(context)} ${scanField(context)}
        ${colourField(context)} ${optionFields(context)} ${sequencePlaceField(context)} ${checkField(context)}
        ${alsoField(context)}
      </div>
      <details part="advanced">
        <summary>Advanced</summary>
        <div class="fields">${keyFramesField(context)} ${soundField(context)} ${loudnessField(context)}</div>
        <div class="fields">${metadataFields(context)}</div>
        <div class="fields">${deterministicField(context)}</div>
      </details>
      ${issuesAt(context, 'form').map((issue) => issueNote(context, issue))} ${this.checkError()}
    `;
  }

  protected override updated(): void {
    const context = this.context();
    // An issue must be seen. The disclosure is never closed again from here: someone may be typing in it.
    if (context?.issues.some((issue) => isAdvanced(placeOf(issue)))) {
      this.renderRoot.querySelector('details')!.open = true;
    }
  }

  private context(): FormContext | null {
    const { subject, issues } = this.state;
    if (subject === null) return null;
    return {
      subject,
      issues,
      picksFolders: this.picksFolders,
      edit: (draft) => this.dispatchEvent(new CustomEvent('draft-edit', { detail: draft })),
    };
  }

  private checkError(): TemplateResult | typeof nothing {
    const { checkError } = this.state;
    if (checkError === null) return nothing;
    return html`<p class="issue warning" part="issue"><strong>${checkError.message}</strong> ${checkError.remedy}</p>`;
  }
}

function presetField(context: FormContext): TemplateResult {
  const { draft, composition } = context.subject;
  const preset = presetOf(draft, composition);
  const control = selectControl({
    id: 'preset',
    label: 'Preset',
    value: preset?.id ?? 'custom',
    choices: [
      ...(preset === undefined ? [{ value: 'custom', label: 'Custom', disabled: true }] : []),
      ...presets.map(({ id, name, format }) => ({ value: id, label: name, group: formatOf(format).label })),
    ],
    onChoose: (id) => context.edit(applyPreset(draft, findPreset(id)!, composition)),
  });
  const about = preset === undefined ? 'Your own settings.' : preset.description;
  return field(context, { id: 'preset', label: 'Preset', wide: true }, control, note(about));
}
