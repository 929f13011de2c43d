import type { Exporter } from '../../index';
import { overridesOf, watch, type EditorState, type EditorStore } from '../editor-store';
import { withLayerOverrides } from '../layer-overrides';
import type { PreviewHost } from '../preview-host';

/**
 * The export button. It is given the composition as the user sees it, and has the page to itself while it exports: the
 * preview closes before, since both may want a virtual clock, and comes back after.
 */
export function exportControl(store: EditorStore, host: PreviewHost, exporter: Exporter): HTMLElement {
  const button = document.createElement('stepframe-export-button');
  button.exporter = exporter;
  const offer = () => {
    const state = store.getState();
    button.composition = edited(state);
    button.range = state.range;
  };
  watch(store, ({ composition }) => composition, offer);
  watch(store, overridesOf, offer);
  watch(store, ({ range }) => range, offer);
  button.addEventListener('stepframe-export-start', () => host.suspend());
  for (const end of ['stepframe-export-complete', 'stepframe-export-error', 'stepframe-export-close'] as const) {
    button.addEventListener(end, () => host.resume());
  }
  return button;
}

/** The composition with the overrides as they are now: changes made later are not the running export's. */
function edited(state: EditorState) {
  const overrides = overridesOf(state);
  return withLayerOverrides(state.composition, () => overrides);
}
