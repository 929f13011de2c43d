import { formatFrameRate } from '../../index';
import { element } from '../dom';
import { frameRateOf, watch, type EditorState, type EditorStore } from '../editor-store';
import { shortcuts } from '../keyboard';
import { timecode } from '../timecode';

/** Facts about the composition and the range, and the keys. Nothing here can be changed. */
export function inspector(store: EditorStore): HTMLElement {
  const composition = element('dl', { class: 'facts' });
  const range = element('dl', { class: 'facts' });
  watch(
    store,
    (state) => state.composition,
    () => composition.replaceChildren(...factList(compositionFacts(store.getState()))),
  );
  watch(
    store,
    (state) => state.range,
    () => range.replaceChildren(...factList(rangeFacts(store.getState()))),
  );
  return element(
    'aside',
    { class: 'panel inspector', 'aria-label': 'Properties' },
    element('h2', { class: 'panel-title' }, 'Composition'),
    composition,
    element('h2', { class: 'panel-title' }, 'Range'),
    range,
    element('h2', { class: 'panel-title' }, 'Keys'),
    element('dl', { class: 'facts keys' }, ...factList(shortcuts.map(({ keys, label }) => [label, keyCaps(keys)]))),
  );
}

type Fact = readonly [term: string, value: Node | string];

function compositionFacts(state: EditorState): Fact[] {
  const { composition } = state;
  const rate = frameRateOf(state);
  const background = composition.background ?? null;
  const seconds = (composition.durationInFrames * rate.den) / rate.num;
  return [
    ['Size', `${composition.width} × ${composition.height}`],
    ['Frame rate', `${formatFrameRate(rate)} fps`],
    ['Length', `${Number(seconds.toFixed(2))} s`],
    ['Frames', String(composition.durationInFrames)],
    ['Background', background === null ? 'Transparent' : swatch(background)],
    ['Sound', soundFact(composition.audio?.length ?? 0)],
    ['Drawn', composition.stateful === true ? 'In order' : 'Any frame'],
  ];
}

function rangeFacts(state: EditorState): Fact[] {
  const { range } = state;
  const rate = frameRateOf(state);
  return [
    ['In', timecode(range.first, rate)],
    ['Out', timecode(range.end - 1, rate)],
    ['Frames', String(range.end - range.first)],
  ];
}

function soundFact(tracks: number): string {
  if (tracks === 0) return 'None';
  return tracks === 1 ? '1 track' : `${tracks} tracks`;
}

function swatch(colour: string): HTMLElement {
  const sample = element('span', { class: 'swatch' });
  sample.style.backgroundColor = colour;
  return element('span', { class: 'swatch-value' }, sample, colour);
}

function keyCaps(keys: string): HTMLElement {
  return element('span', { class: 'key-caps' }, ...keys.split(' ').map((key) => element('kbd', {}, key)));
}

function factList(facts: readonly Fact[]): HTMLElement[] {
  return facts.flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)]);
}
