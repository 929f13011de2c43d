import { css } from 'lit';

export const pickerStyles = css`
  :host {
    display: grid;
    gap: 12px;
    container-type: inline-size;
  }

  p,
  h3 {
    margin: 0;
  }

  .search {
    position: relative;
  }

  .search input {
    padding-inline-end: 132px;
  }

  .search p {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 10px;
    display: flex;
    align-items: center;
    font-size: 12px;
    color: var(--_muted);
    pointer-events: none;
    font-variant-numeric: tabular-nums;
  }

  .issue {
    padding-inline-start: 8px;
    font-size: 12px;
    border-inline-start: 2px solid var(--_danger);
    overflow-wrap: anywhere;
  }

  .issue strong {
    font-weight: 500;
    color: var(--_danger);
  }

  .panes {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    height: 360px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    overflow: hidden;
  }

  .list {
    padding: 0 4px 4px;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scroll-padding-block: 28px 4px;
    border-inline-end: 1px solid var(--_border);
  }

  .list h3 {
    position: sticky;
    top: 0;
    padding: 8px 8px 4px;
    font-size: 11px;
    font-weight: 500;
    color: var(--_muted);
    background: var(--_surface);
  }

  .option {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 28px;
    padding: 4px 8px;
    border-radius: calc(var(--_radius) - 2px);
    cursor: pointer;
  }

  .option > span:first-child {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .option small {
    font-size: 11px;
    color: var(--_muted);
  }

  .option .star {
    display: flex;
    color: var(--_warning);
  }

  .option .star svg {
    width: 12px;
    fill: currentcolor;
  }

  .option:hover {
    background: var(--_field);
  }

  .option[aria-selected='true'] {
    background: color-mix(in srgb, var(--_accent) 16%, transparent);
  }

  input:focus-visible {
    outline-offset: -1px;
  }

  .details {
    display: flex;
    flex-direction: column;
    gap: 8px;
    padding: 12px 16px 16px;
    overflow-y: auto;
    overflow-wrap: anywhere;
    scrollbar-width: thin;
  }

  .title {
    display: flex;
    align-items: flex-start;
    justify-content: space-between;
    gap: 8px;
  }

  .title h3 {
    padding-top: 5px;
    font-size: 14px;
    font-weight: 600;
  }

  .title .icon-button {
    flex: none;
    margin-inline-end: -8px;
  }

  .title svg {
    stroke-linejoin: round;
  }

  .star[aria-pressed='true'] {
    color: var(--_warning);
  }

  .star[aria-pressed='true'] svg {
    fill: currentcolor;
  }

  .facts-line {
    font-size: 12px;
  }

  .details p {
    color: var(--_muted);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: auto;
    padding-top: 8px;
  }

  .actions p {
    width: 100%;
    color: var(--_text);
  }

  .actions .primary {
    width: 100%;
  }

  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }

  .foot label:focus-within {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .foot label {
    position: relative;
  }

  .name-form {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    gap: 8px;
  }

  .name-form input {
    flex: 1 1 140px;
    width: auto;
    min-width: 0;
  }

  .details .name-form {
    flex: none;
    margin-top: auto;
  }

  .details .name-form input {
    flex-basis: 100%;
  }

  .empty {
    display: flex;
    grid-column: 1 / -1;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 12px;
    color: var(--_muted);
  }

  @container (max-width: 420px) {
    .panes {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: minmax(0, 1fr) auto;
      height: 460px;
    }

    .list {
      border-inline-end: 0;
      border-block-end: 1px solid var(--_border);
    }
  }
`;
