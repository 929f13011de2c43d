import { css } from 'lit';

/** Shared by the panels. */
export const panelStyles = css`
  :host {
    display: block;
    font: 400 13px/1.45 var(--_font);
    color: var(--_text);
    container-type: inline-size;
  }

  p,
  h3,
  ul,
  ol {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  h3 {
    font-size: 12px;
    font-weight: 600;
    color: var(--_muted);
  }

  svg {
    width: 16px;
    height: 16px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .small {
    height: 28px;
    padding: 0 10px;
    font-size: 12px;
  }

  .empty {
    padding: 32px 16px;
    text-align: center;
    text-wrap: balance;
    color: var(--_muted);
  }

  .note {
    margin-block-end: 12px;
    padding: 8px 12px;
    font-size: 12px;
    background: var(--_field);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }

  .problem {
    display: flex;
    gap: 8px;
    align-items: start;
    justify-content: space-between;
    margin-block-end: 12px;
    padding: 8px 12px;
    border: 1px solid color-mix(in oklab, var(--_danger), transparent 50%);
    border-radius: var(--_radius);
  }

  .problem strong {
    font-weight: 500;
    color: var(--_danger);
  }

  .question {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    justify-content: flex-end;
    font-size: 12px;
  }

  .question span {
    flex: 1 1 180px;
  }
`;
