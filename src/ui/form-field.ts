import { html, nothing, type TemplateResult } from 'lit';
import type { ExportIssue } from '../exporter';
import { alsoFileOf, withAlsoFix, withoutAlso, type AlsoFile } from './also-files';
import { fixTexts } from './display-text';
import { settingsOf, type ExportSubject } from './export-model';
import { fixLabel, placeOf, type IssuePlace } from './issue-placement';
import { formTexts } from './form-text';
import { presetName } from './preset-text';
import { applySettings, type SettingsDraft } from './settings-draft';
import { problemSentence } from './error-text';

/** What the parts of the form draw from, and where their changes go. */
export interface FormContext {
  readonly subject: ExportSubject;
  readonly issues: readonly ExportIssue[];
  /** Whether pictures of a sequence can go into a folder that the user picks. */
  readonly picksFolders: boolean;
  readonly edit: (draft: SettingsDraft) => void;
}

type Content = TemplateResult | typeof nothing;

interface Field {
  /** Of the control the label belongs to. */
  readonly id: string;
  readonly label: string;
  /** Whose issues are shown under it. */
  readonly place?: IssuePlace;
  /** As wide as the form. */
  readonly wide?: boolean;
  /** The control is a group of controls, which the label names without belonging to any of them. */
  readonly group?: boolean;
}

/** A labelled control with the issues that concern it. */
export function field(
  context: FormContext,
  { id, label, place, wide, group }: Field,
  ...content: Content[]
): TemplateResult {
  const issues = place === undefined ? [] : issuesAt(context, place);
  return html`
    <div class="field ${wide === true ? 'wide' : ''}" part="field">
      ${
        group === true
          ? html`<span class="label" id="${id}-label">${label}</span>`
          : html`<label class="label" for=${id}>${label}</label>`
      }
      ${content}
      <div id="${id}-notes">${issues.map((issue) => issueNote(context, issue))}</div>
    </div>
  `;
}

export function note(text: string | undefined): Content {
  return text === undefined ? nothing : html`<p class="note">${text}</p>`;
}

/** An issue in words, and the button that applies its suggestion. */
export function issueNote(context: FormContext, issue: ExportIssue): TemplateResult {
  const { subject, edit } = context;
  const { severity, suggestion } = issue;
  const also = alsoFileOf(subject, issue);
  if (also !== null) return alsoIssueNote(context, issue, also);
  return html`
    <p class="issue ${severity}" part="issue">
      ${problemSentence(issue)}
      ${
        suggestion === undefined
          ? nothing
          : fixButton(fixLabel(suggestion, settingsOf(subject)), () =>
              edit(applySettings(subject.draft, suggestion, subject.composition)),
            )
      }
    </p>
  `;
}

/** Of another file of the same frames: which one, and besides what mends it, to go without. */
function alsoIssueNote(
  { subject: { draft }, edit }: FormContext,
  issue: ExportIssue,
  { preset, settings }: AlsoFile,
): TemplateResult {
  const { severity, suggestion } = issue;
  return html`
    <p class="issue ${severity}" part="issue">
      <strong>${formTexts.alsoOf({ name: presetName(preset) })}</strong> ${problemSentence(issue)}
      ${
        suggestion === undefined
          ? nothing
          : fixButton(fixLabel(suggestion, settings), () => edit(withAlsoFix(draft, preset.id, suggestion)))
      }
      ${fixButton(fixTexts.without, () => edit(withoutAlso(draft, preset.id)))}
    </p>
  `;
}

function fixButton(label: string, onClick: () => void): TemplateResult {
  return html`<button type="button" class="fix" part="fix" @click=${onClick}>${label}</button>`;
}

export function issuesAt({ issues }: FormContext, place: IssuePlace): readonly ExportIssue[] {
  return issues.filter((issue) => placeOf(issue) === place);
}

export function isInvalid(context: FormContext, place: IssuePlace): boolean {
  return issuesAt(context, place).some(({ severity }) => severity === 'error');
}
