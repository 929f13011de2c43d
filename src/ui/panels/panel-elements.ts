import { HistoryPanel } from './history-panel';
import { PreferencesPanel } from './preferences-panel';
import { QueuePanel } from './queue-panel';
import { QueueRow } from './queue-row';
import { StoragePanel } from './storage-panel';

/** What the elements of `export-panels.ts` are filled with. */
export const panelElements = {
  'stepframe-queue-row': QueueRow,
  'stepframe-queue-panel': QueuePanel,
  'stepframe-history-panel': HistoryPanel,
  'stepframe-storage-panel': StoragePanel,
  'stepframe-preferences-panel': PreferencesPanel,
};

declare global {
  interface HTMLElementTagNameMap {
    'stepframe-queue-row': QueueRow;
    'stepframe-queue-panel': QueuePanel;
    'stepframe-history-panel': HistoryPanel;
    'stepframe-storage-panel': StoragePanel;
    'stepframe-preferences-panel': PreferencesPanel;
  }
}
