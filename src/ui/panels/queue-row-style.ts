import { css } from 'lit';

export const queueRowStyles = css`
  :host {
    display: grid;
    grid-template-columns: 28px minmax(0, 1fr) auto;
    gap: 4px 8px;
    align-items: start;
    padding-block: 10px;
    padding-inline: 4px 8px;
    position: relative;
    --_accent-text: light-dark(
      color-mix(in oklab, var(--_accent), black 12%),
      color-mix(in oklab, var(--_accent), white 38%)
    );
  }

  :host([dragged]) {
    opacity: 0.45;
  }

  :host([drop])::before {
    content: '';
    position: absolute;
    inset-inline: 4px;
    inset-block-start: 0;
    height: 2px;
    background: var(--_accent);
    border-radius: 1px;
  }

  :host([drop='after'])::before {
    inset-block: auto 0;
  }

  h4,
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }

  h4 {
    font-size: 13px;
    font-weight: 600;
  }

  p {
    font-size: 12px;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }

  strong {
    font-weight: 500;
    color: var(--_text);
  }

  strong.running {
    color: var(--_accent-text);
  }

  strong.complete {
    color: var(--_success);
  }

  strong.failed {
    color: var(--_danger);
  }

  strong.paused {
    color: var(--_warning);
  }

  .dot {
    width: 8px;
    height: 8px;
    margin-block-start: 5px;
    margin-inline-start: 10px;
    background: var(--_muted);
    border-radius: 50%;
  }

  .dot.running {
    background: var(--_accent);
  }

  .dot.complete {
    background: var(--_success);
  }

  .dot.failed {
    background: var(--_danger);
  }

  .grip {
    width: 28px;
    height: 28px;
    margin-block-start: -5px;
    cursor: grab;
    touch-action: none;
  }

  .grip:active {
    cursor: grabbing;
  }

  .icon-button svg {
    height: 16px;
    stroke-linejoin: round;
  }

  .grip svg {
    stroke-width: 2;
  }

  progress {
    display: block;
    width: 100%;
    height: 4px;
    margin-block: 6px 2px;
    appearance: none;
    background: var(--_border);
    border: 0;
    border-radius: 2px;
    overflow: hidden;
  }

  progress::-webkit-progress-bar {
    background: var(--_border);
  }

  progress::-webkit-progress-value {
    background: var(--_accent);
  }

  progress::-moz-progress-bar {
    background: var(--_accent);
  }

  progress:not(.running)::-webkit-progress-value {
    background: var(--_muted);
  }

  progress:not(.running)::-moz-progress-bar {
    background: var(--_muted);
  }

  .error {
    margin-block-start: 4px;
    padding-inline-start: 10px;
    border-inline-start: 2px solid color-mix(in oklab, var(--_danger), transparent 40%);
  }

  .error > :first-child {
    color: var(--_text);
  }

  .code {
    font-size: 11px;
  }

  .controls {
    display: flex;
    align-items: center;
    margin-block: -4px;
  }

  select {
    width: auto;
    height: 28px;
    margin-inline-end: 4px;
    padding-inline: 8px 24px;
    font-size: 12px;
    background-position-x: right 8px;
  }

  :host(:dir(rtl)) select {
    background-position-x: 8px;
  }

  select:not(:hover, :focus-visible) {
    border-color: transparent;
  }

  select.normal,
  select.low {
    color: var(--_muted);
  }

  .question {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    justify-content: flex-end;
    grid-column: 2 / -1;
    font-size: 12px;
  }

  .question span {
    flex: 1 1 160px;
  }

  .small {
    height: 28px;
    padding: 0 10px;
    font-size: 12px;
  }

  /* A narrow panel: what can be done stands below. */
  @container (width < 480px) {
    :host(:not([over])) {
      grid-template-columns: 28px minmax(0, 1fr);
    }

    :host(:not([over])) .controls {
      grid-column: 2;
      justify-self: end;
      margin-block: 2px -4px;
    }
  }
`;
