import { css } from 'lit';

export const historyStyles = css`
  .bar,
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }

  .bar {
    margin-block-end: 12px;
  }

  .bar input {
    flex: 1 1 180px;
    width: auto;
    min-width: 0;
    height: 32px;
    padding: 0 10px;
    background: var(--_field);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }

  .bar input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }

  .bar select {
    flex: 0 1 150px;
    width: auto;
  }

  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 12px;
    padding-block: 10px;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 84px;
    border-block-start: 1px solid var(--_border);
  }

  h4,
  li p {
    margin: 0;
    overflow-wrap: anywhere;
  }

  h4 {
    font-size: 13px;
    font-weight: 600;
  }

  li p,
  time {
    font-size: 12px;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }

  li p {
    grid-column: 1 / -1;
  }

  time {
    text-align: end;
    white-space: nowrap;
  }

  strong {
    font-weight: 500;
    color: var(--_warning);
  }

  strong.completed {
    color: var(--_success);
  }

  strong.failed {
    color: var(--_danger);
  }

  strong.cancelled {
    color: var(--_muted);
  }

  li .sum {
    display: flex;
    gap: 6px;
    align-items: center;
  }

  code {
    overflow: hidden;
    font-family: ui-monospace, 'Cascadia Mono', Menlo, monospace;
    font-size: 11px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .sum > span {
    flex: none;
  }

  .sum .icon-button {
    flex: none;
    width: 24px;
    height: 24px;
  }

  .sum svg {
    width: 14px;
    height: 14px;
  }

  .foot {
    margin-block-start: 16px;
    padding-block-start: 12px;
    border-block-start: 1px solid var(--_border);
  }

  .verdict {
    flex: 1 0 100%;
    font-size: 12px;
  }

  .verdict.whole {
    color: var(--_success);
  }

  .verdict.broken {
    color: var(--_danger);
  }

  .verdict ul {
    margin-block-start: 4px;
    color: var(--_text);
  }

  .verdict li {
    display: block;
    padding: 0;
    border: 0;
  }

  .more {
    margin-block-start: 8px;
  }
`;
