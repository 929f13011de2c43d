import type { Exporter } from '../index';
import { createEditorStore, type EditorStore } from './editor-store';
import { bindKeyboard } from './keyboard';
import { offerQueue, openEditorQueue } from './export-queue';
import { exportControl } from './panels/export-control';
import { inspector } from './panels/inspector';
import { layerList } from './panels/layer-list';
import { projectBrowser } from './panels/project-browser';
import { queueDrawer } from './panels/queue-drawer';
import { stageView } from './panels/stage-view';
import { timeline } from './panels/timeline';
import { topBar } from './panels/top-bar';
import { transport } from './panels/transport';
import { drivePlayback } from './playback';
import { PreviewHost } from './preview-host';
import { compositionsOf, type Project } from './projects';
import { compositionInAddress, keepSelectionInAddress } from './selection-in-address';

export interface Editor {
  readonly store: EditorStore;
  dispose(): void;
}

/** Builds the editor inside `root` and opens the composition that the address asks for, else the first project. */
export function openEditor(root: HTMLElement, projects: readonly Project[], exporter: Exporter): Editor {
  const compositions = compositionsOf(projects);
  const first = compositionInAddress(compositions);
  if (first === undefined) throw new RangeError('The editor needs at least one composition.');
  const store = createEditorStore(first);
  const browser = projectBrowser(store, projects);
  const stage = stageView(store, { reopen: () => host.reopen(), showProjects: browser.show });
  const host = new PreviewHost(store, stage.surface);
  const queue = openEditorQueue(compositions, host, exporter);
  const { toggle, drawer } = queueDrawer(store, exporter, queue, (open) => root.classList.toggle('queue-open', open));
  const { root: exporting, button } = exportControl(store, compositions, host, exporter, toggle);
  offerQueue(button, store, queue, toggle);
  root.classList.add('editor');
  root.replaceChildren(
    topBar(store, projects, browser.show, exporting),
    layerList(store),
    stage.root,
    inspector(store),
    transport(store),
    timeline(store),
    drawer,
    browser.dialog,
  );
  const closers = [
    drivePlayback(store),
    bindKeyboard(store, { openDialog: () => void button.open(), showProjects: browser.show }),
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
