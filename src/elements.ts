/**
 * Registers `<stepframe-export-button>`, `<stepframe-export-dialog>`, `<stepframe-unfinished-exports>`,
 * `<stepframe-export-queue>`, `<stepframe-export-history>`, `<stepframe-storage-use>` and
 * `<stepframe-export-preferences>`.
 * Importing this file is the only import of the package that has an effect. A page that loads two copies of it keeps the
 * elements of the first.
 */
import { defineElements } from './ui/define-elements';
import { ExportButton } from './ui/export-button';
import { ExportDialog } from './ui/export-dialog';
import { ExportHistory, ExportPreferences, ExportQueuePanel, StorageUsePanel } from './ui/export-panels';
import { UnfinishedExports } from './ui/unfinished-exports';
import { UnfinishedRow } from './ui/unfinished-row';

defineElements({
  'stepframe-unfinished-row': UnfinishedRow,
  'stepframe-unfinished-exports': UnfinishedExports,
  'stepframe-export-dialog': ExportDialog,
  'stepframe-export-button': ExportButton,
  'stepframe-export-queue': ExportQueuePanel,
  'stepframe-export-history': ExportHistory,
  'stepframe-storage-use': StorageUsePanel,
  'stepframe-export-preferences': ExportPreferences,
});

export {
  ExportButton,
  ExportDialog,
  ExportHistory,
  ExportPreferences,
  ExportQueuePanel,
  StorageUsePanel,
  UnfinishedExports,
};
export { addTranslation, getLanguage, setLanguage } from './ui/language/language';
export type { HostTranslation, Translation } from './ui/language/translation';
export type { PluralText, Text } from './ui/language/words';
export type { ExportEventMap, ExportStartDetail, UnfinishedResumeDetail } from './ui/export-events';
export type { FrameRange } from './ui/frame-range';
export type { SaveMode } from './ui/save-location';

declare global {
  interface HTMLElementTagNameMap {
    'stepframe-export-button': ExportButton;
    'stepframe-export-dialog': ExportDialog;
    'stepframe-unfinished-exports': UnfinishedExports;
    'stepframe-unfinished-row': UnfinishedRow;
    'stepframe-export-queue': ExportQueuePanel;
    'stepframe-export-history': ExportHistory;
    'stepframe-storage-use': StorageUsePanel;
    'stepframe-export-preferences': ExportPreferences;
  }
}
