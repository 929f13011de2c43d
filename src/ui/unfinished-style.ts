import { css } from 'lit';

export const unfinishedRowStyles = css`
  :host {
    display: grid;
    grid-template-columns: 96px minmax(0, 1fr) auto;
    gap: 4px 16px;
    align-items: center;
    padding: 12px 0;
  }

  .picture {
    display: grid;
    place-items: center;
    width: 96px;
    height: 54px;
    color: var(--_muted);
    background: var(--_field);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    overflow: hidden;
  }

  canvas {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }

  canvas[hidden] {
    display: none;
  }

  svg {
    width: 22px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5;
    stroke-linejoin: round;
  }

  h3,
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }

  h3 {
    font-size: 13px;
    font-weight: 600;
  }

  p {
    font-size: 12px;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }

  .state {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--_text);
  }

  .state span {
    white-space: nowrap;
  }

  .bar {
    flex: 0 1 72px;
    height: 4px;
    background: var(--_border);
    border-radius: 2px;
    overflow: hidden;
  }

  .bar i {
    display: block;
    height: 100%;
    background: var(--_accent);
  }

  .note {
    margin-top: 2px;
    color: var(--_warning);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    align-items: center;
    gap: 8px;
    width: max-content;
    min-width: 180px;
    max-width: 240px;
  }

  .actions.several {
    grid-column: 2 / -1;
    width: auto;
    max-width: none;
  }

  .question {
    flex: 1 0 100%;
    font-size: 12px;
    text-align: end;
  }

  @container (max-width: 440px) {
    :host {
      grid-template-columns: 96px minmax(0, 1fr);
    }

    .actions,
    .actions.several {
      grid-column: 1 / -1;
      width: auto;
      max-width: none;
    }
  }
`;

export const unfinishedListStyles = css`
  :host {
    display: block;
    color: var(--_text);
    container-type: inline-size;
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li + li {
    border-top: 1px solid var(--_border);
  }

  li:first-child stepframe-unfinished-row {
    padding-top: 0;
  }

  .empty,
  .error,
  .use p {
    margin: 0;
    color: var(--_muted);
  }

  .back {
    margin-bottom: 16px;
  }

  .empty {
    outline: none;
  }

  .error {
    margin-bottom: 12px;
  }

  .error strong {
    font-weight: 500;
    color: var(--_danger);
  }

  .use {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    min-height: 32px;
    padding-top: 12px;
    font-size: 12px;
    border-top: 1px solid var(--_border);
    font-variant-numeric: tabular-nums;
  }

  .use p {
    flex: 1 1 200px;
  }
`;
