import { css } from 'lit';

export const queuePanelStyles = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    min-height: 32px;
    margin-block-end: 8px;
  }

  .summary {
    flex: 1 1 200px;
    font-variant-numeric: tabular-nums;
  }

  .summary small {
    display: block;
    font-size: 12px;
    color: var(--_muted);
  }

  li {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 76px;
    border-block-start: 1px solid var(--_border);
  }

  .head {
    display: flex;
    gap: 8px;
    align-items: center;
    justify-content: space-between;
    min-height: 28px;
    margin-block: 20px 8px;
  }

  .foot {
    margin-block-start: 16px;
    padding-block-start: 12px;
    font-size: 12px;
    border-block-start: 1px solid var(--_border);
  }

  .foot p {
    margin-block-start: 4px;
    color: var(--_warning);
  }

  .question {
    margin-block-end: 8px;
  }
`;
