import { css } from 'lit';

export const storageStyles = css`
  .used {
    margin-block-end: 8px;
    font-variant-numeric: tabular-nums;
  }

  .meter {
    display: flex;
    gap: 1px;
    height: 8px;
    overflow: hidden;
    background: var(--_field);
    border: 1px solid var(--_border);
    border-radius: 5px;
  }

  .meter i {
    flex: none;
    min-width: 3px;
    background: var(--_colour);
  }

  .unfinished {
    --_colour: var(--_warning);
  }

  .unsaved {
    --_colour: var(--_accent);
  }

  .queueFiles {
    --_colour: var(--_success);
  }

  .queueParts {
    --_colour: color-mix(in oklab, var(--_success), var(--_surface) 50%);
  }

  .atWork {
    --_colour: color-mix(in oklab, var(--_accent), var(--_surface) 50%);
  }

  .other {
    --_colour: var(--_muted);
  }

  ul {
    margin-block: 12px;
  }

  li {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 10px;
    align-items: center;
    min-height: 40px;
    padding-block: 6px;
    border-block-end: 1px solid var(--_border);
  }

  li > i {
    flex: none;
    width: 8px;
    height: 8px;
    background: var(--_colour);
    border-radius: 2px;
  }

  .name {
    flex: 1 1 140px;
  }

  .size {
    font-variant-numeric: tabular-nums;
  }

  .question {
    flex: 1 0 100%;
  }

  .persisted,
  .small-print {
    font-size: 12px;
    color: var(--_muted);
  }
`;
