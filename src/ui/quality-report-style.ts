import { css } from 'lit';

export const qualityReportStyles = css`
  :host {
    display: grid;
    gap: 24px;
    color: var(--_text);
    user-select: text;
  }

  h3,
  h4,
  p,
  ul,
  ol,
  figure {
    margin: 0;
    padding: 0;
    overflow-wrap: anywhere;
  }

  h3 {
    font-size: 14px;
    font-weight: 600;
  }

  h4 {
    font-size: inherit;
    font-weight: 500;
  }

  .verdict {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 12px 16px;
    align-items: center;
  }

  .score {
    font-size: 32px;
    font-weight: 600;
    line-height: 1;
    font-variant-numeric: tabular-nums;
  }

  .recommendation {
    color: var(--_outcome);
  }

  .muted,
  small {
    font-size: 12px;
    color: var(--_muted);
  }

  .actions {
    display: flex;
    grid-column: 1 / -1;
    flex-wrap: wrap;
    gap: 8px;
  }

  .measured {
    display: grid;
    gap: 16px;
  }

  .plot {
    --accent: light-dark(var(--_accent), color-mix(in oklab, var(--_accent), white 35%));
    --border: var(--_border);
    --fail: var(--_danger);
    --muted: var(--_muted);
    --side: var(--_muted);
    --surface: var(--_surface);
    --text: var(--_text);
  }

  .card {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }

  .worst {
    display: grid;
    gap: 16px;
  }

  /* The source lies on the left, whichever way the page runs. */
  .pair {
    position: relative;
    display: grid;
    margin-block: 8px;
    border-radius: var(--_radius);
    overflow: hidden;
  }

  .pair img {
    grid-area: 1 / 1;
    display: block;
    width: 100%;
    height: auto;
  }

  .pair::after {
    position: absolute;
    inset-block: 0;
    left: var(--_at);
    width: 2px;
    margin-left: -1px;
    background: #fff;
    box-shadow: 0 0 0 1px rgb(0 0 0 / 0.5);
    content: '';
  }

  .pair .output {
    clip-path: inset(0 0 0 var(--_at));
  }

  .wipe {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 12px;
    align-items: center;
  }

  .wipe input {
    width: 100%;
    min-width: 0;
    accent-color: var(--_accent);
  }
`;
