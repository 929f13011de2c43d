/** Text and drawing as elements that carry all their styles inline, so that they rasterise the same anywhere. */

export interface LineStyle {
  /** Pixels. */
  size: number;
  colour: string;
  font?: 'Space Grotesk' | 'Inter';
}

/** One line behind a mask: moving `text` by its own height hides it. */
export interface Line {
  readonly element: HTMLElement;
  readonly text: HTMLElement;
}

export function block(style: Readonly<Record<string, string>>): HTMLElement {
  const element = document.createElement('div');
  Object.assign(element.style, { position: 'absolute', whiteSpace: 'nowrap', ...style });
  return element;
}

export function maskedLine(content: string, style: LineStyle): Line {
  const element = mask(style);
  const text = document.createElement('div');
  text.textContent = content;
  element.append(text);
  return { element, text };
}

/** A line whose letters move one by one. */
export function letters(content: string, style: LineStyle): { element: HTMLElement; glyphs: readonly HTMLElement[] } {
  const element = mask(style);
  const glyphs = Array.from(content, (character) => {
    const glyph = document.createElement('span');
    glyph.style.display = 'inline-block';
    glyph.textContent = character;
    return glyph;
  });
  element.append(...glyphs);
  return { element, glyphs };
}

function mask({ size, colour, font = 'Space Grotesk' }: LineStyle): HTMLElement {
  const element = document.createElement('div');
  const heading = font === 'Space Grotesk';
  Object.assign(element.style, {
    overflow: 'hidden',
    color: colour,
    fontFamily: `"${font}", sans-serif`,
    fontSize: `${size}px`,
    fontWeight: heading ? '700' : '500',
    letterSpacing: heading ? '-0.045em' : '0.01em',
    lineHeight: '1.12',
    // Room for descenders inside the mask, without moving the next line.
    paddingBottom: '0.1em',
    marginBottom: '-0.14em',
  });
  return element;
}

/** A film frame with a play mark and two sprocket ticks, drawn stroke by stroke. */
export function emblemPaths(
  size: number,
  colour: string,
  accent: string,
): { element: Element; draw(outline: number, mark: number, ticks: number): void } {
  const svg = svgElement('svg', { viewBox: '0 0 120 100', width: `${size * 1.2}`, height: `${size}`, fill: 'none' });
  svg.setAttribute('style', 'display:block;margin:0 auto;overflow:visible');
  const stroke = { 'stroke-width': '6', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', pathLength: '1' };
  const outline = svgElement('path', {
    ...stroke,
    d: 'M24 14 H96 A10 10 0 0 1 106 24 V76 A10 10 0 0 1 96 86 H24 A10 10 0 0 1 14 76 V24 A10 10 0 0 1 24 14 Z',
    stroke: colour,
  });
  const mark = svgElement('path', { ...stroke, d: 'M50 34 L76 50 L50 66 Z', stroke: accent, fill: accent });
  const ticks = [34, 60, 86].flatMap((x) =>
    [14, 86].map((y) => svgElement('path', { ...stroke, d: `M${x} ${y} V${y === 14 ? 4 : 96}`, stroke: colour })),
  );
  svg.append(outline, mark, ...ticks);
  return {
    element: svg,
    draw(outlineProgress, markProgress, tickProgress) {
      drawOn(outline, outlineProgress);
      drawOn(mark, markProgress);
      mark.style.fillOpacity = Math.max(0, markProgress * 2 - 1).toFixed(4);
      for (const tick of ticks) drawOn(tick, Math.min(1, tickProgress));
    },
  };
}

/** Shows the first part of a path whose `pathLength` is 1. A round cap would show even at length zero, so hide it. */
function drawOn(path: SVGElement, amount: number): void {
  path.style.visibility = amount <= 0 ? 'hidden' : 'inherit';
  path.style.strokeDasharray = '1 2';
  path.style.strokeDashoffset = (1 - amount).toFixed(5);
}

function svgElement(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element: SVGElement = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
