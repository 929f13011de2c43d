/**
 * Registers `<stepframe-export-button>`, `<stepframe-export-dialog>` and `<stepframe-unfinished-exports>`.
 * Importing this file is the only import of the package that has an effect. A page that loads two copies of it keeps the
 * elements of the first.
 */
import { ExportButton } from './ui/export-button';
import { ExportDialog } from './ui/export-dialog';
import { ExportProgressView } from './ui/export-progress-view';
import { ExportResultView } from './ui/export-result-view';
import { ExportSettingsForm } from './ui/export-settings-form';
import { UnfinishedExports } from './ui/unfinished-exports';
import { UnfinishedRow } from './ui/unfinished-row';

const elements: Readonly<Record<string, CustomElementConstructor>> = {
  'stepframe-export-settings-form': ExportSettingsForm,
  'stepframe-export-progress-view': ExportProgressView,
  'stepframe-export-result-view': ExportResultView,
  'stepframe-unfinished-row': UnfinishedRow,
  'stepframe-unfinished-exports': UnfinishedExports,
  'stepframe-export-dialog': ExportDialog,
  'stepframe-export-button': ExportButton,
};

for (const [tag, element] of Object.entries(elements)) {
  if (customElements.get(tag) === undefined) customElements.define(tag, element);
}

export { ExportButton, ExportDialog, UnfinishedExports };
export type { ExportEventMap, ExportStartDetail, UnfinishedResumeDetail } from './ui/export-events';
export type { FrameRange } from './ui/frame-range';
export type { SaveMode } from './ui/save-location';

declare global {
  interface HTMLElementTagNameMap {
    'stepframe-export-button': ExportButton;
    'stepframe-export-dialog': ExportDialog;
    'stepframe-unfinished-exports': UnfinishedExports;
    'stepframe-unfinished-row': UnfinishedRow;
  }
}
