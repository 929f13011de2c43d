import type { ExportError } from '../../index';
import { element } from '../dom';
import { watch, type EditorStore, type PreviewStatus } from '../editor-store';
import { icon } from './icons';

export interface StageView {
  readonly root: HTMLElement;
  /** Where the preview puts its stage: as large as the composition, shown at the zoom. */
  readonly surface: HTMLElement;
}

/** What can be done about a composition that does not open or draw. */
export interface StageActions {
  readonly reopen: () => void;
  readonly showProjects: () => void;
}

/** Pixels kept free around the stage when it is fitted; less where there is little room. */
const marginOf = (panelWidth: number): number => (panelWidth < 480 ? 8 : 24);

/** The picture, fitted to the panel or at a chosen zoom, on a checkerboard where it is transparent. */
export function stageView(store: EditorStore, actions: StageActions): StageView {
  const surface = element('div', { class: 'stage-surface' });
  const frame = element('div', { class: 'stage-frame' }, surface);
  const scroller = element('div', { class: 'stage-scroller' }, frame);
  const message = element('div', { class: 'stage-message', role: 'status' });
  const label = element('span', { class: 'stage-size', 'data-testid': 'stage-size' });
  const zoom = zoomSelect();

  const fit = () => {
    const { width, height } = store.getState().composition;
    const scale = zoom.value === 'fit' ? fittingScale(scroller, width, height) : Number(zoom.value);
    Object.assign(frame.style, { width: `${width * scale}px`, height: `${height * scale}px` });
    Object.assign(surface.style, { width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` });
    label.textContent = `${width} × ${height} at ${Math.round(scale * 100)}%`;
  };
  new ResizeObserver(fit).observe(scroller);
  zoom.addEventListener('change', fit);
  watch(store, ({ composition }) => composition, fit);
  watch(
    store,
    ({ status }) => status,
    (status) => {
      frame.classList.toggle('stage-frame-empty', status.kind !== 'ready');
      message.hidden = status.kind === 'ready';
      message.replaceChildren(...messageFor(status, actions));
    },
  );
  const root = element(
    'section',
    { class: 'stage-view', 'aria-label': 'Stage' },
    scroller,
    message,
    element('div', { class: 'stage-bar' }, label, element('span', { class: 'select' }, zoom, icon('stepForward'))),
  );
  return { root, surface };
}

function fittingScale(panel: HTMLElement, width: number, height: number): number {
  const margin = marginOf(panel.clientWidth);
  const free = { width: panel.clientWidth - 2 * margin, height: panel.clientHeight - 2 * margin };
  return Math.max(0.02, Math.min(free.width / width, free.height / height, 2));
}

function zoomSelect(): HTMLSelectElement {
  const scales = [0.25, 0.5, 1, 2].map((scale) => element('option', { value: String(scale) }, `${scale * 100}%`));
  return element('select', { 'aria-label': 'Zoom' }, element('option', { value: 'fit' }, 'Fit'), ...scales);
}

function messageFor(status: PreviewStatus, actions: StageActions): Node[] {
  switch (status.kind) {
    case 'ready':
      return [];
    case 'opening':
      return [element('p', { class: 'stage-opening' }, 'Opening…')];
    case 'suspended':
      return [
        element('p', { class: 'stage-message-title' }, 'Preview paused'),
        element('p', {}, 'It comes back when the export is done.'),
      ];
    case 'failed':
      return failure(status.error, actions);
  }
}

function failure(error: ExportError, actions: StageActions): Node[] {
  const button = (label: string, act: () => void): HTMLElement => {
    const made = element('button', { type: 'button', class: 'button' }, label);
    made.addEventListener('click', act);
    return made;
  };
  return [
    icon('warning'),
    element('p', { class: 'stage-message-title' }, error.message),
    element('p', {}, error.remedy),
    element(
      'div',
      { class: 'stage-message-actions' },
      button('Try again', actions.reopen),
      button('Other projects', actions.showProjects),
    ),
    element('p', { class: 'stage-message-code' }, `${error.code} · ${error.detail}`),
  ];
}
