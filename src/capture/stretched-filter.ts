import { filterLengths } from './css-filter';
import type { Scale } from './css-transform';

const svg = 'http://www.w3.org/2000/svg';
/** Far beyond every canvas, in pixels: a filter's own region must not cut anything off. */
const farAway = 30_000;

/** Filter functions in canonical form; colours inside may nest functions twice. */
const filterFunctions = /([a-z-]+)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/g;
const shadow = /^(?:(.+?) )?(-?[\d.e+-]+[a-z]+) (-?[\d.e+-]+[a-z]+)(?: ([\d.e+-]+[a-z]+))?$/i;

/**
 * Calls `draw` with a filter whose lengths are stretched by a different factor across than down. CSS has no words for
 * that, SVG does: while `draw` runs, the document holds the SVG filters that are referred to.
 *
 * @returns false, without a call, for a filter that cannot be put so: a shadow with a `calc()` in it.
 */
export function withStretchedFilter(filter: string, scale: Scale, draw: (filter: string) => void): boolean {
  const holder = document.createElementNS(svg, 'svg');
  const stretched = canonical(filter).replace(filterFunctions, (text, name: string, given: string) => {
    if (filterLengths(given).length === 0) return text;
    const primitive = name === 'blur' ? blur(given, scale) : name === 'drop-shadow' ? dropShadow(given, scale) : null;
    if (primitive === null) return text;
    const id = `stepframe-filter-${holder.childElementCount}`;
    const element = create('filter', {
      id,
      filterUnits: 'userSpaceOnUse',
      'color-interpolation-filters': 'sRGB',
      ...{ x: -farAway, y: -farAway, width: 2 * farAway, height: 2 * farAway },
    });
    element.append(primitive);
    holder.append(element);
    return `url("#${id}")`;
  });
  if (filterLengths(stretched).length > 0) return false;
  // Hidden by its size: what is not laid out at all cannot be referred to.
  Object.assign(holder.style, { position: 'absolute', width: '0', height: '0' });
  document.body.append(holder);
  try {
    draw(stretched);
  } finally {
    holder.remove();
  }
  return true;
}

function blur(given: string, scale: Scale): SVGElement | null {
  const [deviation, ...others] = filterLengths(given);
  if (deviation === undefined || others.length > 0) return null;
  return create('feGaussianBlur', { stdDeviation: `${deviation * scale.x} ${deviation * scale.y}` });
}

function dropShadow(given: string, scale: Scale): SVGElement | null {
  const [, colour = 'black', ...texts] = shadow.exec(given) ?? [];
  const [x, y, deviation = 0] = texts.flatMap((text: string | undefined) => filterLengths(text ?? ''));
  if (x === undefined || y === undefined) return null;
  return create('feDropShadow', {
    dx: x * scale.x,
    dy: y * scale.y,
    stdDeviation: `${deviation * scale.x} ${deviation * scale.y}`,
    // The current colour is that of no element here, and would taint the canvas.
    'flood-color': /^currentcolor$/i.test(colour) ? 'black' : colour,
  });
}

/** As the browser writes it: the colour of a shadow first, every length with its unit. */
function canonical(filter: string): string {
  const { style } = document.createElement('i');
  style.filter = filter;
  return style.filter;
}

function create(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
