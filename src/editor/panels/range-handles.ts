import { element } from '../dom';
import { frameRateOf, setRangeEnd, setRangeFirst, watch, type EditorStore } from '../editor-store';
import { timecode } from '../timecode';
import { onDrag } from './drag';

/** The bar from the in to the out point with a handle at each end, which pointer and arrow keys move. */
export function rangeHandles(store: EditorStore, area: HTMLElement): HTMLElement {
  const inHandle = handle('In point', 'range-handle range-in');
  const outHandle = handle('Out point', 'range-handle range-out');
  const title = element('span', { class: 'clip-name' });
  const bar = element('div', { class: 'clip' }, inHandle, title, outHandle);
  const frames = () => store.getState().composition.durationInFrames;

  onDrag(inHandle, area, (position) => setRangeFirst(store, Math.round(position * frames())));
  onDrag(outHandle, area, (position) => setRangeEnd(store, Math.round(position * frames())));
  onArrowKeys(inHandle, (step) => setRangeFirst(store, store.getState().range.first + step));
  onArrowKeys(outHandle, (step) => setRangeEnd(store, store.getState().range.end + step));

  const show = () => {
    const state = store.getState();
    const { range, composition } = state;
    const rate = frameRateOf(state);
    bar.style.left = `${(range.first / frames()) * 100}%`;
    bar.style.right = `${(1 - range.end / frames()) * 100}%`;
    title.textContent = composition.name;
    describe(inHandle, range.first, 0, range.end - 1, timecode(range.first, rate));
    describe(outHandle, range.end - 1, range.first, frames() - 1, timecode(range.end - 1, rate));
  };
  watch(store, ({ range }) => range, show);
  watch(store, ({ composition }) => composition, show);
  return bar;
}

function handle(label: string, className: string): HTMLElement {
  return element('div', { class: className, role: 'slider', tabindex: '0', 'aria-label': label, title: label });
}

function describe(slider: HTMLElement, now: number, min: number, max: number, text: string): void {
  slider.setAttribute('aria-valuenow', String(now));
  slider.setAttribute('aria-valuemin', String(min));
  slider.setAttribute('aria-valuemax', String(max));
  slider.setAttribute('aria-valuetext', text);
}

function onArrowKeys(slider: HTMLElement, move: (step: number) => void): void {
  slider.addEventListener('keydown', (event) => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    move(direction * (event.shiftKey ? 10 : 1));
  });
}
