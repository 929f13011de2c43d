import { formatFrameRate, type ExportResult } from '../../index';
import { element } from '../dom';
import { frameRateOf, overridesOf, setWholeRange, watch, type EditorState, type EditorStore } from '../editor-store';
import { shortcuts } from '../keyboard';
import { timecode } from '../timecode';

/** What an export will have in it, facts about the composition, and the keys. */
export function inspector(store: EditorStore): HTMLElement {
  const composition = element('dl', { class: 'facts' });
  const range = element('dl', { class: 'facts' });
  const whole = element('button', { type: 'button', class: 'button panel-button' }, 'Whole composition');
  const layers = element('p', { class: 'panel-note' });
  const last = element('p', { class: 'panel-note panel-note-done', role: 'status' });
  watch(
    store,
    (state) => state.composition,
    () => composition.replaceChildren(...factList(compositionFacts(store.getState()))),
  );
  watch(
    store,
    (state) => state.range,
    () => {
      range.replaceChildren(...factList(rangeFacts(store.getState())));
      whole.hidden = isWhole(store.getState());
    },
  );
  watch(store, overridesOf, (overrides) => {
    const changed = Object.keys(overrides).length;
    layers.textContent = changed === 1 ? '1 layer is changed.' : `${changed} layers are changed.`;
    layers.hidden = changed === 0;
  });
  watch(
    store,
    ({ lastExport }) => lastExport,
    (result) => {
      last.hidden = result === null;
      last.textContent = result === null ? '' : lastText(result);
    },
  );
  whole.addEventListener('click', () => setWholeRange(store));
  return element(
    'aside',
    { class: 'panel inspector', 'aria-label': 'Properties' },
    section('To be exported', range, layers, whole, last),
    section('Composition', composition),
    section(
      'Keys',
      element('dl', { class: 'facts keys' }, ...factList(shortcuts.map(({ keys, label }) => [label, keyCaps(keys)]))),
    ),
  );
}

function section(title: string, ...content: Node[]): HTMLElement {
  return element('section', { class: 'panel-section' }, element('h2', { class: 'panel-title' }, title), ...content);
}

type Fact = readonly [term: string, value: Node | string];

function compositionFacts(state: EditorState): Fact[] {
  const { composition } = state;
  const rate = frameRateOf(state);
  const background = composition.background ?? null;
  return [
    ['Size', `${composition.width} × ${composition.height}`],
    ['Frame rate', `${formatFrameRate(rate)} fps`],
    ['Length', `${seconds(composition.durationInFrames, state)} s`],
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
    ['Length', `${seconds(range.end - range.first, state)} s`],
    ['Frames', String(range.end - range.first)],
  ];
}

function isWhole({ range, composition }: EditorState): boolean {
  return range.first === 0 && range.end === composition.durationInFrames;
}

function seconds(frames: number, state: EditorState): number {
  const { num, den } = frameRateOf(state);
  return Number(((frames * den) / num).toFixed(2));
}

/** `Exported: 9.3 MB, score 95` */
function lastText({ byteLength, quality }: ExportResult): string {
  const size = `${(byteLength / 1e6).toFixed(1)} MB`;
  const parts = [size, quality && `score ${Math.round(quality.score.total)}`].filter(Boolean);
  return `Exported: ${parts.join(', ')}`;
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
