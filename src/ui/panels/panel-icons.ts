import { html, svg, type TemplateResult } from 'lit';

const draw = (path: TemplateResult<2>): TemplateResult =>
  html`<svg viewBox="0 0 16 16" aria-hidden="true">${path}</svg>`;

/** On a grid of 16, stroked in the colour of the text. */
export const icons = {
  grip: draw(svg`<path d="M6 3.5v.01M10 3.5v.01M6 8v.01M10 8v.01M6 12.5v.01M10 12.5v.01" stroke-width="2" />`),
  pause: draw(svg`<path d="M5.5 3.5v9M10.5 3.5v9" />`),
  play: draw(svg`<path d="M5 3.2v9.6L12.5 8z" />`),
  retry: draw(svg`<path d="M13 8a5 5 0 1 1-1.6-3.7L13 5.8M13 2.6v3.2H9.8" />`),
  close: draw(svg`<path d="m4 4 8 8M12 4l-8 8" />`),
  save: draw(svg`<path d="M8 2.5v7.3M4.8 6.8 8 10l3.2-3.2M3 13h10" />`),
  open: draw(svg`<path d="M9.5 3H13v3.5M13 3 7.5 8.5M11.5 9.5V13H3V4.5h3.5" />`),
  copy: draw(svg`<path d="M6 6h7v7H6zM10 6V3H3v7h3" />`),
};
