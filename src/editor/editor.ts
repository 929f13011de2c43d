import type { Composition, Exporter } from '../index';
import { createEditorStore, type EditorStore } from './editor-store';
import { bindKeyboard } from './keyboard';
import { offerQueue, openEditorQueue } from './export-queue';
import { exportControl } from './panels/export-control';
import { inspector } from './panels/inspector';
import { layerList } from './panels/layer-list';
import { queueDrawer } from './panels/queue-drawer';
import { stageView } from './panels/stage-view';
import { timeline } from './panels/timeline';
import { topBar } from './panels/top-bar';
import { transport } from './panels/transport';
import { drivePlayback } from './playback';
import { PreviewHost } from './preview-host';
import { compositionInAddress, keepSelectionInAddress } from './selection-in-address';

export interface Editor {
  readonly store: EditorStore;
  dispose(): void;
}

/** Builds the editor inside `root` and opens the composition that the address asks for. */
export function openEditor(root: HTMLElement, compositions: readonly Composition[], exporter: Exporter): Editor {
  const first = compositionInAddress(compositions);
  if (first === undefined) throw new RangeError('The editor needs at least one composition.');
  const store = createEditorStore(first);
  const stage = stageView(store);
  const host = new PreviewHost(store, stage.surface);
  const queue = openEditorQueue(compositions, host, exporter);
  const { toggle, drawer } = queueDrawer(store, exporter, queue);
  const exporting = exportControl(store, compositions, host, exporter, toggle);
  offerQueue(exporting, store, queue, toggle);
  root.classList.add('editor');
  root.replaceChildren(
    topBar(store, compositions, exporting),
    layerList(store),
    stage.root,
    inspector(store),
    transport(store),
    timeline(store),
    drawer,
  );
  const closers = [
    drivePlayback(store),
    bindKeyboard(store),
    keepSelectionInAddress(store, compositions),
    () => void queue.dispose(),
    () => host.dispose(),
    () => root.replaceChildren(),
  ];
  return {
    store,
    dispose: () => {
      for (const close of closers) close();
    },
  };
}
