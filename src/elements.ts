/**
 * Registers `<stepframe-export-button>` and `<stepframe-export-dialog>`. Importing this file is the only import of the
 * package that has an effect. A page that loads two copies of it keeps the elements of the first.
 */
import { ExportButton } from './ui/export-button';
import { ExportDialog } from './ui/export-dialog';
import { ExportProgressView } from './ui/export-progress-view';
import { ExportResultView } from './ui/export-result-view';
import { ExportSettingsForm } from './ui/export-settings-form';

const elements: Readonly<Record<string, CustomElementConstructor>> = {
  'stepframe-export-settings-form': ExportSettingsForm,
  'stepframe-export-progress-view': ExportProgressView,
  'stepframe-export-result-view': ExportResultView,
  'stepframe-export-dialog': ExportDialog,
  'stepframe-export-button': ExportButton,
};

for (const [tag, element] of Object.entries(elements)) {
  if (customElements.get(tag) === undefined) customElements.define(tag, element);
}

export { ExportButton, ExportDialog };
export type { ExportEventMap, ExportStartDetail } from './ui/export-events';
export type { FrameRange } from './ui/frame-range';
export type { SaveMode } from './ui/save-location';

declare global {
  interface HTMLElementTagNameMap {
    'stepframe-export-button': ExportButton;
    'stepframe-export-dialog': ExportDialog;
  }
}
