import { html, nothing, type TemplateResult } from 'lit';
import { actionTexts } from './dialog-text';
import { canStart, type ExportState } from './export-model';
import { queueingTexts } from './queueing-text';
import { hasPicker } from './save-location';

/** What the buttons of the dialog do. */
export interface DialogCommands {
  start(): void;
  /** Null: there is no queue. */
  readonly addToQueue: (() => void) | null;
  pause(): void;
  resume(): void;
  saveStraight(): void;
  cancel(): void;
  resumeFailed(): void;
  discardFailed(): void;
  saveAgain(): void;
  /** Shows the file in a tab of its own. */
  openFile(): void;
  /** Back from a report to what it is of. */
  closeReport(): void;
  /** Back from all presets to the settings. */
  closePresets(): void;
  back(): void;
  close(): void;
}

type Content = TemplateResult | typeof nothing;

/** The buttons for the state the dialog is in, the one that leads on at the end. */
export function actionsOf(state: ExportState, commands: DialogCommands): Content {
  if (state.report !== null) return primaryButton(actionTexts.back, () => commands.closeReport());
  if (state.browsing) return button(actionTexts.back, () => commands.closePresets());
  switch (state.phase) {
    case 'idle':
      return nothing;
    case 'configuring':
      return html`${button(actionTexts.close, () => commands.close())} ${queueButton(state, commands)}
      ${exportButton(state, commands)}`;
    case 'reviewing':
      return html`
        ${state.subject === null ? nothing : button(actionTexts.settings, () => commands.back())}
        ${button(actionTexts.close, () => commands.close())}
      `;
    case 'running':
      return runningActions(state, commands);
    case 'paused':
      return pausedActions(state, commands);
    case 'complete':
      return html`
        ${state.subject === null ? nothing : button(actionTexts.settings, () => commands.back())}
        ${
          state.finished?.result.file
            ? html`${button(actionTexts.open, () => commands.openFile())}
              ${button(actionTexts.saveAgain, () => commands.saveAgain())}`
            : nothing
        }
        ${primaryButton(actionTexts.done, () => commands.close())}
      `;
    case 'failed':
      return failedActions(state, commands);
  }
}

/** Whether the space that a paused export lacks may be done without, by writing straight to a file. */
export function offersFile({ phase, progress, straightToFile }: ExportState): boolean {
  return phase === 'paused' && progress?.error?.code === 'storage-quota' && !straightToFile && hasPicker();
}

function runningActions({ pausing, stopping, straightToFile }: ExportState, commands: DialogCommands): TemplateResult {
  if (straightToFile || stopping !== null) return cancelButton(stopping !== null, commands, 'initial-focus');
  return html`
    ${cancelButton(false, commands)}
    <button
      type="button"
      class="button initial-focus"
      part="button"
      aria-disabled=${pausing}
      @click=${() => (pausing ? undefined : commands.pause())}
    >
      ${actionTexts.pause}
    </button>
  `;
}

function pausedActions(state: ExportState, commands: DialogCommands): TemplateResult {
  const { progress, stopping } = state;
  const isStopping = stopping !== null;
  return html`
    ${cancelButton(isStopping, commands)}
    ${offersFile(state) ? button(actionTexts.straight, () => commands.saveStraight(), isStopping) : nothing}
    ${primaryButton(progress?.error ? actionTexts.again : actionTexts.resume, () => commands.resume(), isStopping)}
  `;
}

function failedActions(state: ExportState, commands: DialogCommands): TemplateResult {
  const { subject, resumable, withheld } = state;
  const back = subject === null ? nothing : button(actionTexts.settings, () => commands.back());
  if (withheld !== null) {
    // Better settings are what helps; the file as it is comes second.
    return html`
      ${button(actionTexts.discard, () => commands.discardFailed())}
      ${button(actionTexts.keep, () => commands.resumeFailed())}
      ${primaryButton(actionTexts.settings, () => commands.back())}
    `;
  }
  if (resumable) {
    return html`
      ${button(actionTexts.discard, () => commands.discardFailed())} ${back}
      ${primaryButton(actionTexts.resume, () => commands.resumeFailed())}
    `;
  }
  if (subject === null) return primaryButton(actionTexts.close, () => commands.close());
  if (needsOtherSettings(state)) {
    return html`
      ${button(actionTexts.close, () => commands.close())} ${button(actionTexts.again, () => commands.start())}
      ${primaryButton(actionTexts.settings, () => commands.back())}
    `;
  }
  return html`
    ${button(actionTexts.close, () => commands.close())} ${back}
    ${primaryButton(actionTexts.again, () => commands.start())}
  `;
}

/** Where the same would fail again. */
function needsOtherSettings({ error }: ExportState): boolean {
  return error?.code === 'invalid-input' || error?.code === 'unsupported';
}

function queueButton(state: ExportState, { addToQueue }: DialogCommands): Content {
  if (addToQueue === null) return nothing;
  return html`<button
    type="button"
    class="button"
    part="button"
    aria-busy=${state.checking}
    ?disabled=${!canStart(state)}
    @click=${addToQueue}
  >
    ${queueingTexts.add}
  </button>`;
}

function exportButton(state: ExportState, commands: DialogCommands): TemplateResult {
  return html`<button
    type="button"
    class="button primary"
    part="button primary-button"
    aria-busy=${state.checking}
    ?disabled=${!canStart(state)}
    @click=${() => commands.start()}
  >
    ${actionTexts.export}
  </button>`;
}

function cancelButton(disabled: boolean, commands: DialogCommands, className = ''): TemplateResult {
  return html`<button
    type="button"
    class="button ${className}"
    part="button"
    ?disabled=${disabled}
    @click=${() => commands.cancel()}
  >
    ${actionTexts.cancel}
  </button>`;
}

function primaryButton(label: string, onClick: () => void, disabled = false): TemplateResult {
  return html`<button
    type="button"
    class="button primary initial-focus"
    part="button primary-button"
    ?disabled=${disabled}
    @click=${onClick}
  >
    ${label}
  </button>`;
}

function button(label: string, onClick: () => void, disabled = false): TemplateResult {
  return html`<button type="button" class="button" part="button" ?disabled=${disabled} @click=${onClick}>
    ${label}
  </button>`;
}
