import type { Composition } from '../index';
import { selectComposition, watch, type EditorStore } from './editor-store';

/** The composition the page's address asks for (`#blend`), else the first. */
export function compositionInAddress(compositions: readonly Composition[]): Composition | undefined {
  const id = decodeURIComponent(location.hash.slice(1));
  return compositions.find((composition) => composition.id === id) ?? compositions[0];
}

/** Keeps the address and the selection the same, so that a reload, a link and the Back key do what one expects. */
export function keepSelectionInAddress(store: EditorStore, compositions: readonly Composition[]): () => void {
  const followAddress = () => {
    const asked = compositionInAddress(compositions);
    if (asked) selectComposition(store, asked);
  };
  window.addEventListener('hashchange', followAddress);
  const stopWatching = watch(
    store,
    ({ composition }) => composition.id,
    (id) => {
      const hash = `#${encodeURIComponent(id)}`;
      if (location.hash === hash) return;
      if (location.hash === '') history.replaceState(null, '', hash);
      else location.hash = hash;
    },
  );
  return () => {
    window.removeEventListener('hashchange', followAddress);
    stopWatching();
  };
}
