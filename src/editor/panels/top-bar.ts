import type { Composition } from '../../index';
import { element } from '../dom';
import { selectComposition, watch, type EditorStore } from '../editor-store';
import { icon } from './icons';

/** Product name, which composition is open, and what the host puts at the end. */
export function topBar(store: EditorStore, compositions: readonly Composition[], end: HTMLElement): HTMLElement {
  return element(
    'header',
    { class: 'top-bar' },
    element('h1', { class: 'brand' }, brandMark(), 'Stepframe'),
    element('div', { class: 'picker' }, picker(store, compositions)),
    end,
  );
}

function picker(store: EditorStore, compositions: readonly Composition[]): HTMLElement {
  const select = element(
    'select',
    { 'aria-label': 'Composition' },
    ...compositions.map(({ id, name }) => element('option', { value: id }, name)),
  );
  select.addEventListener('change', () => {
    const chosen = compositions.find(({ id }) => id === select.value);
    if (chosen) selectComposition(store, chosen);
  });
  watch(
    store,
    ({ composition }) => composition.id,
    (id) => {
      select.value = id;
    },
  );
  return element('span', { class: 'select select-large' }, select, icon('stepForward'));
}

/** Three frames, one step apart. */
function brandMark(): HTMLElement {
  return element('span', { class: 'brand-mark', 'aria-hidden': 'true' }, element('i'), element('i'), element('i'));
}
