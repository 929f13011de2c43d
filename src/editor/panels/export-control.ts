import type { ExportButton } from '../../elements';
import type { Composition, Exporter } from '../../index';
import { element } from '../dom';
import { editedComposition } from '../edited-composition';
import { overridesOf, watch, type EditorState, type EditorStore } from '../editor-store';
import type { PreviewHost } from '../preview-host';
import { unfinishedNotice } from './unfinished-notice';

interface ExportControl {
  readonly root: HTMLElement;
  readonly button: ExportButton;
}

/**
 * The export button, and beside it what is unfinished. It is given the composition as the user sees it, and has the
 * page to itself while it exports: the preview closes before, since both may want a virtual clock, and comes back after.
 */
export function exportControl(
  store: EditorStore,
  compositions: readonly Composition[],
  host: PreviewHost,
  exporter: Exporter,
  queueToggle: HTMLElement,
): ExportControl {
  const button = document.createElement('stepframe-export-button');
  button.exporter = exporter;
  const offer = () => {
    const state = store.getState();
    button.composition = edited(state, state.composition);
    button.range = state.range;
  };
  watch(store, ({ composition }) => composition, offer);
  watch(store, overridesOf, offer);
  watch(
    store,
    ({ overrides }) => overrides,
    () => {
      const state = store.getState();
      button.compositions = compositions.map((composition) => edited(state, composition));
    },
  );
  watch(store, ({ range }) => range, offer);
  button.addEventListener('stepframe-export-start', () => host.suspend('dialog'));
  for (const end of ['stepframe-export-complete', 'stepframe-export-error', 'stepframe-export-close'] as const) {
    button.addEventListener(end, () => host.resume('dialog'));
  }
  button.addEventListener('stepframe-export-complete', ({ detail: lastExport }) => store.setState({ lastExport }));
  return {
    root: element('div', { class: 'export-control' }, unfinishedNotice(button, exporter), queueToggle, button),
    button,
  };
}

function edited(state: EditorState, composition: Composition): Composition {
  return editedComposition(composition, overridesOf({ ...state, composition }));
}
