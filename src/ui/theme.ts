import { css } from 'lit';

/**
 * Colours and controls shared by every element. A host sets any `--stepframe-…` property to make them its own;
 * `light-dark()` follows the `color-scheme` that applies to the element.
 */
export const theme = css`
  :host {
    --_accent: var(--stepframe-accent, #4262ff);
    --_on-accent: var(--stepframe-on-accent, #fff);
    --_surface: var(--stepframe-surface, light-dark(#ffffff, #1d1e23));
    --_field: var(--stepframe-field, light-dark(#f3f4f6, #141519));
    --_raised: var(--stepframe-raised, light-dark(#ffffff, #34363e));
    --_border: var(--stepframe-border, light-dark(#dcdee3, #32343b));
    --_text: var(--stepframe-text, light-dark(#1a1c22, #eceef2));
    --_muted: var(--stepframe-muted, light-dark(#626772, #9a9ea9));
    --_danger: var(--stepframe-danger, light-dark(#c02a37, #ff7b83));
    --_warning: var(--stepframe-warning, light-dark(#8a5a00, #f0b355));
    --_success: var(--stepframe-success, light-dark(#16794a, #4cc98a));
    --_radius: var(--stepframe-radius, 6px);
    --_font: var(--stepframe-font, Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', sans-serif);
    /* What a page says of all its elements ends here; what it may say of these are the properties above. */
    font: 400 13px/1.45 var(--_font) !important;
    color: var(--_text) !important;
    letter-spacing: normal !important;
    word-spacing: normal !important;
    text-align: start !important;
    text-indent: 0 !important;
    text-shadow: none !important;
    text-transform: none !important;
    white-space: normal !important;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  button,
  input,
  select {
    font: inherit;
    letter-spacing: inherit;
    color: inherit;
    margin: 0;
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  /* What is said may run the other way than the page: names, and what the core says in English. */
  p,
  h2,
  h3,
  h4,
  dd,
  small,
  span[lang='en'] {
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }

  button {
    unicode-bidi: plaintext;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }

  .button {
    /* What is hidden in it, such as the input of a label, stays where it is. */
    position: relative;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    height: 32px;
    padding: 0 14px;
    font-weight: 500;
    white-space: nowrap;
    background: light-dark(#eceef1, #2c2e35);
    border: 1px solid transparent;
    border-radius: var(--_radius);
    cursor: pointer;
  }

  .button:hover:not(:disabled) {
    background: light-dark(#e2e5ea, #373a43);
  }

  .button.primary {
    color: var(--_on-accent);
    background: var(--_accent);
  }

  .button.primary:hover:not(:disabled) {
    background: color-mix(in oklab, var(--_accent), black 12%);
  }

  .icon-button {
    display: grid;
    place-items: center;
    width: 32px;
    height: 32px;
    padding: 0;
    color: var(--_muted);
    background: none;
    border: 0;
    border-radius: var(--_radius);
    cursor: pointer;
  }

  .icon-button:hover {
    color: var(--_text);
    background: light-dark(#eceef1, #2c2e35);
  }

  .icon-button svg {
    width: 16px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5;
    stroke-linecap: round;
  }

  .button.quiet:not(:hover) {
    background: none;
  }

  .button.danger {
    color: var(--_danger);
  }

  .button:disabled,
  .button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.45;
  }

  /* Waiting for the answer of a check: it takes a blink, so it should not flicker. */
  .button[aria-busy='true']:disabled {
    opacity: 1;
  }

  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(72px, 1fr));
    gap: 16px;
    margin: 0;
  }

  .facts dt {
    font-size: 11px;
    color: var(--_muted);
  }

  .facts dd {
    margin: 2px 0 0;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }

  .warnings {
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 12px;
    color: var(--_warning);
  }

  .warnings li + li {
    margin-top: 4px;
  }
`;
