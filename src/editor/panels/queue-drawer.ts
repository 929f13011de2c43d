import type { Exporter, ExportQueue } from '../../index';
import { element } from '../dom';
import type { EditorStore } from '../editor-store';
import { icon } from './icons';
import { iconButton } from './icon-button';
import { queueAdding } from './queue-adding';

interface QueueDrawer {
  /** Opens and closes it, and says how much is in the queue. */
  readonly toggle: HTMLElement;
  readonly drawer: HTMLElement;
}

/**
 * The queue, the history and the storage of exports, in a drawer in the inspector's place. `onShown` is told when it is
 * opened and closed.
 */
export function queueDrawer(
  store: EditorStore,
  exporter: Exporter,
  queue: ExportQueue,
  onShown: (open: boolean) => void,
): QueueDrawer {
  const panel = document.createElement('stepframe-export-queue');
  const history = document.createElement('stepframe-export-history');
  const storage = document.createElement('stepframe-storage-use');
  panel.queue = queue;
  history.exporter = exporter;
  storage.exporter = exporter;
  storage.queue = queue;
  const { tabs, bodies, refresh } = tabbed([
    { id: 'queue', label: 'Queue', content: [queueAdding(store, exporter, queue), panel] },
    { id: 'history', label: 'History', content: [history], shown: () => history.refresh() },
    { id: 'storage', label: 'Storage', content: [storage], shown: () => storage.refresh() },
    { id: 'settings', label: 'Settings', content: [document.createElement('stepframe-export-preferences')] },
  ]);

  const badge = element('span', { class: 'queue-badge', hidden: '' });
  const toggle = element(
    'button',
    { type: 'button', class: 'queue-toggle', 'aria-expanded': 'false', 'aria-controls': 'queue-drawer' },
    icon('list'),
    element('span', { class: 'queue-toggle-name' }, 'Queue'),
    badge,
  );
  const close = iconButton('close', 'Close the queue', () => show(false));
  const drawer = element(
    'aside',
    { class: 'queue-drawer', id: 'queue-drawer', 'aria-label': 'Exports', hidden: '' },
    element('div', { class: 'queue-head' }, tabs, close),
    ...bodies,
  );
  const show = (open: boolean): void => {
    drawer.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
    onShown(open);
    if (open) {
      refresh();
      tabs.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
    } else toggle.focus();
  };
  toggle.addEventListener('click', () => show(drawer.hidden !== false));
  drawer.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    show(false);
  });
  const count = (): void => {
    const { running, waiting, paused } = queue.status;
    const left = running + waiting + paused;
    badge.textContent = String(left);
    badge.hidden = left === 0;
    badge.classList.toggle('queue-badge-running', running > 0);
    toggle.setAttribute('aria-label', left === 0 ? 'Queue' : `Queue, ${left} left`);
  };
  queue.subscribe(count);
  queue.ready.then(count, () => undefined); // The panel says it.
  return { toggle, drawer };
}

interface Tab {
  id: string;
  label: string;
  content: readonly Node[];
  shown?: () => Promise<void>;
}

/** Tabs as they are known: one stop for the Tab key, arrows between them. */
function tabbed(given: readonly Tab[]): { tabs: HTMLElement; bodies: readonly HTMLElement[]; refresh: () => void } {
  const buttons = given.map(({ id, label }) =>
    element('button', { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `tab-body-${id}` }, label),
  );
  const bodies = given.map(({ id, content }) =>
    element(
      'div',
      { role: 'tabpanel', class: 'queue-body', id: `tab-body-${id}`, 'aria-labelledby': `tab-${id}` },
      ...content,
    ),
  );
  let selected = 0;
  const select = (at: number): void => {
    selected = at;
    for (const [i, button] of buttons.entries()) {
      button.setAttribute('aria-selected', String(i === at));
      button.tabIndex = i === at ? 0 : -1;
    }
    for (const [i, body] of bodies.entries()) body.hidden = i !== at;
  };
  const refresh = (): void => void given[selected]?.shown?.();
  for (const [i, button] of buttons.entries()) {
    button.addEventListener('click', () => {
      select(i);
      refresh();
    });
    button.addEventListener('keydown', (event) => {
      const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      if (by === 0) return;
      event.preventDefault();
      const next = (i + by + buttons.length) % buttons.length;
      select(next);
      refresh();
      buttons[next]?.focus();
    });
  }
  select(0);
  return {
    tabs: element('div', { role: 'tablist', class: 'queue-tabs', 'aria-label': 'Exports' }, ...buttons),
    bodies,
    refresh,
  };
}
