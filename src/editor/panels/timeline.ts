import { element } from '../dom';
import { frameRateOf, seek, watch, type EditorStore } from '../editor-store';
import { stopPlayback } from '../playback';
import { timecode } from '../timecode';
import { onDrag } from './drag';
import { icon, type IconName } from './icons';
import { laneCanvas } from './lane-canvas';
import { rangeHandles } from './range-handles';
import { rulerFont, rulerPainter } from './ruler';
import { waveformPainter } from './sound-lane';

/** Ruler, picture and sound over the length of the composition, with the playhead across them. */
export function timeline(store: EditorStore): HTMLElement {
  const ruler = laneCanvas(rulerPainter(store));
  const waveform = laneCanvas(waveformPainter(store));
  const silence = element('span', { class: 'lane-empty' }, 'No sound');
  const lanes = element('div', { class: 'lanes' });
  lanes.append(
    element('div', { class: 'lane lane-ruler' }, ruler.canvas),
    element('div', { class: 'lane lane-picture' }, rangeHandles(store, lanes)),
    element('div', { class: 'lane lane-sound' }, waveform.canvas, silence),
    outside(store, 'before'),
    outside(store, 'after'),
    playhead(store),
  );
  const scrub = (position: number) => {
    const { durationInFrames } = store.getState().composition;
    seek(store, Math.min(durationInFrames - 1, Math.floor(position * durationInFrames)));
  };
  onDrag(lanes, lanes, scrub, () => stopPlayback(store));
  watch(store, ({ composition }) => composition, ruler.repaint);
  // A canvas does not change its font when it comes. Where it never does, the fallback stays.
  document.fonts.load(rulerFont).then(ruler.repaint, () => undefined);
  watch(
    store,
    ({ status }) => status,
    () => {
      silence.hidden = (store.getState().composition.audio?.length ?? 0) > 0;
      waveform.repaint();
    },
  );
  return element(
    'section',
    { class: 'timeline', 'aria-label': 'Timeline' },
    element('div', { class: 'lane-heads' }, laneHead(), laneHead('picture', 'Picture'), laneHead('wave', 'Sound')),
    lanes,
  );
}

function laneHead(name?: IconName, label?: string): HTMLElement {
  return element(
    'div',
    { class: 'lane-head' },
    ...(name ? [icon(name)] : []),
    ...(label ? [element('span', {}, label)] : []),
  );
}

/** Dims what lies outside the range. */
function outside(store: EditorStore, side: 'before' | 'after'): HTMLElement {
  const shade = element('div', { class: 'lane-shade' });
  const show = () => {
    const { range, composition } = store.getState();
    const first = (range.first / composition.durationInFrames) * 100;
    const end = (range.end / composition.durationInFrames) * 100;
    shade.style.left = side === 'before' ? '0' : `${end}%`;
    shade.style.right = side === 'before' ? `${100 - first}%` : '0';
  };
  watch(store, ({ range }) => range, show);
  return shade;
}

function playhead(store: EditorStore): HTMLElement {
  const head = element('div', { class: 'playhead', role: 'slider', tabindex: '0', 'aria-label': 'Playhead' });
  const show = () => {
    const state = store.getState();
    const { durationInFrames } = state.composition;
    head.style.left = `${(state.frame / durationInFrames) * 100}%`;
    head.setAttribute('aria-valuemin', '0');
    head.setAttribute('aria-valuemax', String(durationInFrames - 1));
    head.setAttribute('aria-valuenow', String(state.frame));
    head.setAttribute('aria-valuetext', timecode(state.frame, frameRateOf(state)));
  };
  watch(store, ({ frame }) => frame, show);
  watch(store, ({ composition }) => composition, show);
  return head;
}
