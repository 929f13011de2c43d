import { markIn, markOut, seek, type EditorStore } from './editor-store';
import { stopPlayback, togglePlayback } from './playback';

/** What each key does. Shown to the user by the inspector. */
export const shortcuts: readonly { readonly keys: string; readonly label: string }[] = [
  { keys: 'Space', label: 'Play or pause' },
  { keys: '← →', label: 'One frame' },
  { keys: 'Shift ← →', label: 'Ten frames' },
  { keys: 'Home End', label: 'First, last frame' },
  { keys: 'I O', label: 'In, out point' },
  { keys: 'L', label: 'Loop' },
  { keys: 'E', label: 'Export' },
  { keys: 'P', label: 'Projects' },
];

/** What keys open beside the playhead's. */
export interface KeyboardActions {
  readonly openDialog: () => void;
  readonly showProjects: () => void;
}

/** Binds the editor's keys. Returns how to unbind them. */
export function bindKeyboard(store: EditorStore, actions: KeyboardActions): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || ownsKeys(event)) return;
    const act = actionFor(event, store, actions);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}

function actionFor(event: KeyboardEvent, store: EditorStore, actions: KeyboardActions): (() => void) | undefined {
  const { frame, composition, looping } = store.getState();
  const goTo = (target: number) => () => {
    stopPlayback(store);
    seek(store, target);
  };
  const step = event.shiftKey ? 10 : 1;
  switch (event.key.toLowerCase()) {
    case ' ':
      return () => togglePlayback(store);
    case 'arrowleft':
      return goTo(frame - step);
    case 'arrowright':
      return goTo(frame + step);
    case 'home':
      return goTo(0);
    case 'end':
      return goTo(composition.durationInFrames - 1);
    case 'i':
      return () => markIn(store);
    case 'o':
      return () => markOut(store);
    case 'l':
      return () => store.setState({ looping: !looping });
    case 'e':
      return actions.openDialog;
    case 'p':
      return actions.showProjects;
    default:
      return undefined;
  }
}

/** True where the key belongs to what has the focus, or to anything in an open dialog. */
function ownsKeys(event: KeyboardEvent): boolean {
  return event.composedPath().some((target) => {
    if (!(target instanceof HTMLElement)) return false;
    if (target.matches('input[type="range"]')) return /^(Arrow|Home|End|Page)/.test(event.key);
    if (target.matches('dialog, select, textarea, input, [contenteditable]')) return true;
    return event.key === ' ' && target.matches('button, a, summary');
  });
}
