import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { alsoField } from './also-field';
import { checkField } from './check-field';
import { controlStyles } from './control-style';
import { coverField } from './cover-field';
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
import { problemSentence } from './error-text';
import { formTexts } from './form-text';
import { issueNote, issuesAt, note, type FormContext } from './form-field';
import { placeOf, type IssuePlace } from './issue-placement';
import { loadTimedTextFields } from './load-timed-text-fields';
import { metadataFields } from './metadata-fields';
import { followLanguage } from './language/follow-language';
import { nameField } from './name-field';
import { optionFields } from './option-fields';
import { draftNameOf } from './output-naming';
import { frameRateField, rangeField, sizeField } from './picture-fields';
import { presetField } from './preset-field';
import { sampleTexts } from './sample-text';
import { settingsFormStyles } from './settings-form-style';
import { loudnessField, soundField } from './sound-fields';
import { theme } from './theme';

/** Where issues are out of sight while the disclosure is closed. */
const isAdvanced = (place: IssuePlace): boolean =>
  ['keyFrames', 'sound', 'loudness', 'chapters', 'captions'].includes(place) || place.startsWith('metadata.');

/**
 * The settings of an export as a form. Dispatches `draft-edit` with the changed draft, `browse-presets`,
 * `toggle-preview`, and `seek`
 * with a frame to be looked at; keeps nothing itself.
 */
export class ExportSettingsForm extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    state: { attribute: false },
    picksFolders: { attribute: false },
    texts: { state: true },
  };
  static override styles = [theme, controlStyles, settingsFormStyles];

  declare state: ExportState;
  /** Whether pictures of a sequence can go into a folder that the user picks. */
  declare picksFolders: boolean;
  /** Whether the fields of chapters and captions are there. */
  declare private texts: 'unloaded' | 'loaded' | 'failed';

  constructor() {
    super();
    this.texts = 'unloaded';
    followLanguage(this);
  }

  /** The button that unfolds the preview. */
  focusPreview(): void {
    this.renderRoot.querySelector<HTMLElement>('.disclosure')?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const context = this.context();
    if (context === null) return nothing;
    return html`
      <div class="fields" part="fields">
        ${this.preset(context)} ${sizeField(context)} ${frameRateField(context)} ${this.preview()}
        ${this.range(context)} ${coverField(context, this.state.playhead)} ${formatField(context)}
        ${videoCodecField(context)} ${qualityField(context)} ${scanField(context)} ${colourField(context)}
        ${optionFields(context)} ${sequencePlaceField(context)} ${this.name(context)} ${checkField(context)}
        ${alsoField(context)}
      </div>
      <details part="advanced" @toggle=${(event: Event) => void this.unfold(event.target as HTMLDetailsElement)}>
        <summary>${formTexts.advanced}</summary>
        <div class="fields">${keyFramesField(context)} ${soundField(context)} ${loudnessField(context)}</div>
        <div class="fields">${metadataFields(context)}</div>
        ${this.timedTexts(context)}
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

  /** What few need is loaded when it can be seen. */
  private async unfold({ open }: HTMLDetailsElement): Promise<void> {
    if (!open || this.texts === 'loaded') return;
    try {
      await loadTimedTextFields();
      this.texts = 'loaded';
    } catch (error) {
      this.texts = 'failed';
      reportError(error);
    }
  }

  private timedTexts(context: FormContext): TemplateResult | typeof nothing {
    if (this.texts === 'unloaded') return nothing;
    if (this.texts === 'failed') {
      return html`<p class="issue warning" part="issue" role="alert">${formTexts.textsFailed}</p>`;
    }
    return html`<stepframe-timed-text-fields
      class="texts"
      exportparts="field, select, input, issue, fix, button, checkbox"
      .context=${context}
    ></stepframe-timed-text-fields>`;
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

  private preset(context: FormContext): TemplateResult {
    const { presets, presetError } = this.state;
    return presetField(context, presets, presetError, () => this.dispatchEvent(new CustomEvent('browse-presets')));
  }

  private range(context: FormContext): TemplateResult {
    const seek = (detail: number): unknown => this.dispatchEvent(new CustomEvent('seek', { detail }));
    return rangeField(context, this.state.playhead, seek);
  }

  private preview(): TemplateResult {
    const { previewing, sample } = this.state;
    return html`<div class="field wide" part="field">
      <button
        type="button"
        class="disclosure"
        part="button"
        aria-expanded=${previewing}
        @click=${() => this.dispatchEvent(new CustomEvent('toggle-preview'))}
      >
        ${sampleTexts.open}
      </button>
      ${
        previewing
          ? html`<stepframe-settings-preview exportparts="preview" .sample=${sample}></stepframe-settings-preview>`
          : note(sampleTexts.about)
      }
    </div>`;
  }

  private name(context: FormContext): TemplateResult {
    const { made, presets } = this.state;
    return nameField(context, draftNameOf(context.subject, { made, own: presets.own }));
  }

  private checkError(): TemplateResult | typeof nothing {
    const { checkError } = this.state;
    if (checkError === null) return nothing;
    return html`<p class="issue warning" part="issue">${problemSentence(checkError)}</p>`;
  }
}
