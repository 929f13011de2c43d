import type { ExportButton } from '../elements';
import { openExportQueue, type Composition, type Exporter, type ExportQueue } from '../index';
import { compositionOfKey, editedKey } from './edited-composition';
import { overridesOf, type EditorStore } from './editor-store';
import type { PreviewHost } from './preview-host';

/** The queue of the editor's exports. While it works in this tab, it has the page to itself: the preview is closed. */
export function openEditorQueue(
  compositions: readonly Composition[],
  host: PreviewHost,
  exporter: Exporter,
): ExportQueue {
  const queue = openExportQueue({
    exporter,
    composition(key) {
      const composition = compositionOfKey(key, compositions);
      host.suspend('queue');
      return composition;
    },
  });
  queue.subscribe(() => {
    if (queue.status.running === 0) host.resume('queue');
  });
  return queue;
}

/** Lets the export button's dialog put exports into the queue, by the layers as they are, and show it with its toggle. */
export function offerQueue(button: ExportButton, store: EditorStore, queue: ExportQueue, toggle: HTMLElement): void {
  button.queue = queue;
  button.queueId = () => editedKey(store.getState().composition, overridesOf(store.getState()));
  button.addEventListener('stepframe-queue-show', () => {
    if (toggle.getAttribute('aria-expanded') === 'false') toggle.click();
  });
}
