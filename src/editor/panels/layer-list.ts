import { element } from '../dom';
import { overrideLayer, overridesOf, resetLayer, watch, type EditorStore, type LayerSummary } from '../editor-store';
import type { LayerOverride } from '../layer-overrides';
import { icon } from './icons';
import { iconButton, relabel } from './icon-button';

/** The values of CSS `mix-blend-mode` (Compositing and Blending Level 2), in the groups of its section 10. */
const blendModes = [
  ['normal'],
  ['multiply', 'darken', 'color-burn'],
  ['screen', 'lighten', 'color-dodge', 'plus-lighter'],
  ['overlay', 'hard-light', 'soft-light'],
  ['difference', 'exclusion'],
  ['hue', 'saturation', 'color', 'luminosity'],
] as const;

/** The layers of the composition, topmost first, each with what can be changed on it. */
export function layerList(store: EditorStore): HTMLElement {
  const list = element('ol', { class: 'layers' });
  const empty = element('p', { class: 'panel-empty' });
  let rows: readonly LayerRow[] = [];

  const show = () => {
    const state = store.getState();
    const { layers } = state;
    if (layers.length !== rows.length) {
      rows = layers.map((_, index) => new LayerRow(store, index));
      list.replaceChildren(...rows.map(({ root }) => root).reverse());
    }
    empty.hidden = rows.length > 0;
    const overrides = overridesOf(state);
    layers.forEach((layer, index) => rows[index]?.show(layer, overrides[index] ?? {}));
  };
  watch(store, ({ layers }) => layers, show);
  watch(
    store,
    ({ status }) => status.kind === 'failed',
    (failed) => {
      empty.textContent = failed
        ? 'There are none: the composition does not open.'
        : 'They appear when the composition is open.';
    },
  );
  watch(store, overridesOf, show);
  return element(
    'aside',
    { class: 'panel layer-panel', 'aria-label': 'Layers' },
    element('h2', { class: 'panel-title' }, 'Layers'),
    empty,
    list,
  );
}

class LayerRow {
  readonly root: HTMLLIElement;
  private readonly name = element('span', { class: 'layer-name' });
  private readonly value = element('output', { class: 'layer-opacity-value' });
  private readonly blendMode = blendModeSelect();
  private readonly opacity = element('input', { type: 'range', min: '0', max: '100', step: '1' });
  private readonly visibility: HTMLButtonElement;
  private readonly reset: HTMLButtonElement;
  private hidden = false;

  constructor(store: EditorStore, index: number) {
    const change = (override: LayerOverride) => overrideLayer(store, index, override);
    this.visibility = iconButton('eye', 'Hide layer', () => change({ hidden: !this.hidden }));
    this.reset = iconButton('reset', 'Reset layer', () => resetLayer(store, index));
    this.reset.classList.add('layer-reset');
    this.blendMode.addEventListener('change', () => change({ blendMode: this.blendMode.value }));
    this.opacity.addEventListener('input', () => change({ opacity: this.opacity.valueAsNumber / 100 }));
    this.root = element(
      'li',
      { class: 'layer' },
      element('div', { class: 'layer-head' }, this.visibility, this.name, this.reset),
      element(
        'div',
        { class: 'layer-controls' },
        element('span', { class: 'select' }, this.blendMode, icon('stepForward')),
        element('label', { class: 'layer-opacity' }, this.opacity, this.value),
      ),
    );
  }

  show(layer: LayerSummary, override: LayerOverride): void {
    const opacity = Math.round((override.opacity ?? layer.opacity) * 100);
    this.hidden = override.hidden === true;
    this.name.textContent = layer.name;
    this.blendMode.value = override.blendMode ?? layer.blendMode;
    this.blendMode.setAttribute('aria-label', `Blend mode of ${layer.name}`);
    this.opacity.setAttribute('aria-label', `Opacity of ${layer.name}`);
    this.opacity.valueAsNumber = opacity;
    this.opacity.style.setProperty('--filled', `${opacity}%`);
    this.value.textContent = `${opacity}%`;
    this.reset.hidden = Object.keys(override).length === 0;
    this.reset.setAttribute('aria-label', `Reset ${layer.name}`);
    this.root.classList.toggle('layer-hidden', this.hidden);
    relabel(this.visibility, this.hidden ? 'eyeOff' : 'eye', `${this.hidden ? 'Show' : 'Hide'} ${layer.name}`);
  }
}

function blendModeSelect(): HTMLSelectElement {
  const groups = blendModes.map((group, index) => {
    const options = group.map((mode) => element('option', { value: mode }, label(mode)));
    return index === 0 ? options : [element('hr'), ...options];
  });
  return element('select', {}, ...groups.flat());
}

/** `color-burn` as `Color burn`. */
function label(mode: string): string {
  return mode.charAt(0).toUpperCase() + mode.slice(1).replace('-', ' ');
}
