import { openExportQueue, type Composition, type Exporter, type ExportQueue } from '../index';
import { compositionOfKey } from './edited-composition';
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
