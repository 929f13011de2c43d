import { html, type HtmlValue, type SafeHtml } from './report-html';

/** A value of an axis, where it is drawn, and what is written there. */
export interface Tick {
  value: number;
  label: string;
}

export interface Axis {
  from: number;
  to: number;
  ticks: readonly Tick[];
}

/** A point without a value leaves a gap; an infinite one is drawn at the edge. */
export interface Point {
  at: number;
  value: number | null;
}

export interface Line {
  /** A class of the style sheet: `main`, `side`. */
  look: string;
  label: string;
  points: readonly Point[];
}

export interface Plot {
  /** Unique in the page, for what refers to it. */
  id: string;
  title: string;
  /** What the plot shows, in a sentence, with its extremes: for who does not see it. */
  description: string;
  x: Axis & { label: string };
  y: Axis;
  lines?: readonly Line[];
  /** From the bottom up, each as wide as `barWidth` of the x axis. */
  bars?: readonly { at: number; value: number }[];
  barWidth?: number;
  /** A line across; `look` is a class of the style sheet. */
  level?: { value: number; label: string; look: 'limit' | 'mean' };
  /** Points to be seen at once, drawn as dots. */
  marks?: readonly Point[];
  table: { head: readonly string[]; rows: readonly (readonly string[])[] };
}

/** The drawing's own units; it is stretched to the room there is, lines and text are not. */
const width = 1000;
const height = 200;

/** A plot as a figure: an inline SVG with its axes in HTML, so that text keeps its size, and its figures as a table. */
export function plotFigure(plot: Plot): SafeHtml {
  const { id, title, description, x, y, lines = [], level } = plot;
  const legend = lines.length > 1 || level !== undefined;
  return html`<figure class="plot card">
    <figcaption>
      <strong>${title}</strong>
      ${
        legend &&
        html`<span class="legend" aria-hidden="true">
          ${lines.length > 1 && lines.map(({ look, label }) => html`<span class="key ${look}">${label}</span>`)}
          ${level !== undefined && html`<span class="key ${level.look}">${level.label}</span>`}
        </span>`
      }
    </figcaption>
    <div class="axes" dir="ltr">
      <div class="y-axis" aria-hidden="true">
        ${y.ticks.map((tick) => html`<span style="bottom:${percent(y, tick.value)}%">${tick.label}</span>`)}
      </div>
      <svg
        role="img"
        aria-labelledby="${id}-title ${id}-description"
        viewBox="0 0 ${width} ${height}"
        preserveAspectRatio="none"
      >
        <title id="${id}-title">${title}</title>
        <desc id="${id}-description">${description}</desc>
        ${drawing(plot)}
      </svg>
      <div class="x-axis" aria-hidden="true">
        ${x.ticks.map((tick) => html`<span style="left:${percent(x, tick.value)}%">${tick.label}</span>`)}
      </div>
      <div class="x-label" aria-hidden="true">${x.label}</div>
    </div>
    ${figures(plot)}
  </figure>`;
}

function drawing({ x, y, lines = [], bars = [], barWidth = 1, level, marks = [] }: Plot): HtmlValue {
  const across = (value: number): SafeHtml => html`M0 ${down(y, value)}H${width}`;
  return [
    y.ticks.map(({ value }) => html`<path class="grid" d="${across(value)}" />`),
    bars.map(({ at, value }) => {
      const left = along(x, at);
      const top = down(y, value);
      const wide = Math.max(0.5, rounded(along(x, at + barWidth) - left - 2));
      return html`<rect class="bar" x="${left}" y="${top}" width="${wide}" height="${rounded(height - top)}" />`;
    }),
    level !== undefined && html`<path class="${level.look}" d="${across(level.value)}" />`,
    lines.map(({ look, points }) => html`<path class="line ${look}" d="${pathOf(points, x, y)}" />`),
    marks.length > 0 && html`<path class="marks" d="${marks.map((point) => html`M${place(point, x, y)}h0`)}" />`,
  ];
}

function pathOf(points: readonly Point[], x: Axis, y: Axis): string {
  let path = '';
  let drawn = false;
  for (const point of points) {
    if (point.value !== null) path += `${drawn ? 'L' : 'M'}${place(point, x, y)}`;
    drawn = point.value !== null;
  }
  return path;
}

function place({ at, value }: Point, x: Axis, y: Axis): string {
  return `${along(x, at)} ${down(y, value!)}`;
}

function along(axis: Axis, value: number): number {
  return rounded((percent(axis, value) * width) / 100);
}

function down(axis: Axis, value: number): number {
  return rounded(height - (percent(axis, value) * height) / 100);
}

/** Within the axis, whatever the value. */
function percent({ from, to }: Axis, value: number): number {
  return rounded(100 * Math.min(1, Math.max(0, (value - from) / (to - from))));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function figures({ title, table: { head, rows } }: Plot): SafeHtml {
  return html`<details>
    <summary>Figures <span class="visually-hidden">of ${title}</span></summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Figures of ${title}">
      <table>
        <thead>
          <tr>
            ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([first = '', ...rest]) =>
              html`<tr>
                <th scope="row">${first}</th>
                ${rest.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** An axis of round steps, about four, that holds all values. Infinite ones do not count. */
export function axisOf(values: readonly number[], label: (value: number, digits: number) => string): Axis {
  const finite = values.filter(Number.isFinite);
  let least = finite.reduce((one, other) => Math.min(one, other), Infinity);
  let most = finite.reduce((one, other) => Math.max(one, other), -Infinity);
  if (finite.length === 0) [least, most] = [0, 1];
  if (least === most) [least, most] = [least - Math.abs(least || 1) * 0.05, most + Math.abs(most || 1) * 0.05];
  const step = roundStep((most - least) / 4);
  const [first, last] = [Math.floor(least / step), Math.ceil(most / step)];
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => {
    const value = (first + index) * step;
    return { value, label: label(value, digits) };
  });
  return { from: first * step, to: last * step, ticks };
}

/** Whole numbers, about `count` of them, from the first to the last value. */
export function wholeAxis(from: number, to: number, label: (value: number) => string, count = 6): Axis {
  const end = Math.max(to, from + 1);
  const step = Math.max(1, roundStep((end - from) / count));
  const ticks: Tick[] = [];
  for (let value = Math.ceil(from / step) * step; value <= end; value += step)
    ticks.push({ value, label: label(value) });
  return { from, to: end, ticks };
}

/** 1, 2 or 5 times a power of ten, at least as large as asked for. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((step) => step * power >= least * 0.999) ?? 10);
}
