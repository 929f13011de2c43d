import { html, nothing, type TemplateResult } from 'lit';
import { offersFile } from './dialog-actions';
import { actionTexts, dialogTexts } from './dialog-text';
import { problemSentence } from './error-text';
import type { QualityReport } from '../quality/report';
import type { ExportDialog } from './export-dialog';
import type { UnfinishedResumeDetail } from './export-events';
import type { ExportState, FinishedFile } from './export-model';
import type { PresetCommand } from './preset-shelf';
import { hasFolderPicker } from './save-location';
import { presetOf, type SettingsDraft } from './settings-draft';

/** What comes out of the views. */
export interface BodyEvents {
  edit(draft: SettingsDraft): void;
  /** To a native frame. */
  seek(frame: number): void;
  togglePreview(): void;
  /** To all presets. */
  browse(): void;
  preset(command: PresetCommand): void;
  /** To the list of unfinished exports. */
  review(): void;
  /** To be told when it is over, or not any longer. */
  notify(): void;
  resume(detail: UnfinishedResumeDetail): void;
  showReport(report: QualityReport): void;
  save(file: FinishedFile): void;
}

/** What the views draw from, beside the state. */
type BodySource = Pick<ExportDialog, 'composition' | 'compositions' | 'exporter' | 'saveMode'>;

/** The view for the state the dialog is in. */
export function bodyOf(state: ExportState, source: BodySource, events: BodyEvents): TemplateResult | typeof nothing {
  if (state.report !== null) {
    return html`<stepframe-quality-report-view
      exportparts="button, score, recommendation, checks"
      .report=${state.report}
    ></stepframe-quality-report-view>`;
  }
  if (state.browsing) return presetPicker(state, events);
  switch (state.phase) {
    case 'idle':
      return nothing;
    case 'configuring':
      return html`${offer(state, events)}<stepframe-export-settings-form
          class="initial-focus"
          exportparts="fields, field, select, input, segments, issue, fix, advanced, button, timeline, preview"
          .state=${state}
          .picksFolders=${source.saveMode === 'picker' && hasFolderPicker()}
          @seek=${(event: CustomEvent<number>) => events.seek(event.detail)}
          @toggle-preview=${() => events.togglePreview()}
          @browse-presets=${() => events.browse()}
          @draft-edit=${(event: CustomEvent<SettingsDraft>) => events.edit(event.detail)}
        ></stepframe-export-settings-form>`;
    case 'reviewing':
      return unfinishedList(source, events);
    case 'running':
    case 'paused':
      return html`<stepframe-export-progress-view
        exportparts="button, preview, progress, steps, warnings, problem, error-message, error-remedy"
        .progress=${state.progress}
        .pausing=${state.pausing}
        .stopping=${state.stopping}
        .offersFile=${offersFile(state)}
        .checks=${state.subject?.draft.check !== 'off'}
        .notices=${state.notices}
        @toggle-notices=${() => events.notify()}
      ></stepframe-export-progress-view>`;
    case 'complete':
    case 'failed':
      return html`<stepframe-export-result-view
        class="report-opener"
        exportparts="file-name, facts, warnings, error-message, error-remedy, error-code, score, recommendation, checks, button"
        .finished=${state.finished}
        .expected=${state.expected}
        .error=${state.error}
        .withheld=${state.withheld}
        @show-report=${(event: CustomEvent<QualityReport>) => events.showReport(event.detail)}
        @save-file=${(event: CustomEvent<FinishedFile>) => events.save(event.detail)}
      ></stepframe-export-result-view>`;
  }
}

function presetPicker({ subject, presets, presetError }: ExportState, events: BodyEvents): TemplateResult {
  const chosen = subject === null ? undefined : presetOf(subject.draft, subject.composition, presets.own)?.id;
  return html`<stepframe-preset-picker
    class="initial-focus"
    exportparts="input, button, primary-button, issue"
    .presets=${presets}
    .chosen=${chosen}
    .error=${presetError}
    @preset-command=${(event: CustomEvent<PresetCommand>) => events.preset(event.detail)}
  ></stepframe-preset-picker>`;
}

function unfinishedList({ exporter, composition, compositions }: BodySource, events: BodyEvents): TemplateResult {
  return html`<stepframe-unfinished-exports
    class="initial-focus"
    exportparts="button, score, recommendation, checks"
    .exporter=${exporter}
    .compositions=${composition === null ? compositions : [...compositions, composition]}
    @stepframe-unfinished-resume=${(event: CustomEvent<UnfinishedResumeDetail>) => {
      event.stopPropagation();
      events.resume(event.detail);
    }}
  ></stepframe-unfinished-exports>`;
}

/** What waits from earlier sessions. */
function offer({ unfinished, unfinishedError }: ExportState, events: BodyEvents): TemplateResult | typeof nothing {
  if (unfinishedError !== null) {
    return html`<p class="offer" part="offer"><span>${problemSentence(unfinishedError)}</span></p>`;
  }
  if (unfinished.length === 0) return nothing;
  return html`<p class="offer" part="offer">
    <span>${dialogTexts.unfinishedCount({ count: unfinished.length })}</span>
    <button type="button" class="button" part="button" @click=${() => events.review()}>${actionTexts.show}</button>
  </p>`;
}
