import { css } from 'lit';

export const resultStyles = css`
  :host {
    display: grid;
    gap: 24px;
    user-select: text;
    container-type: inline-size;
  }

  .outcome {
    display: grid;
    grid-template-columns: 40px 1fr;
    gap: 4px 16px;
  }

  .outcome .icon {
    grid-row: span 3;
    width: 40px;
    height: 40px;
    padding: 9px;
    color: var(--_outcome);
    background: color-mix(in srgb, var(--_outcome) 14%, transparent);
    border-radius: 50%;
  }

  .icon svg {
    display: block;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .facts {
    grid-template-columns: repeat(auto-fit, minmax(144px, 1fr));
  }

  .complete {
    --_outcome: var(--_success);
  }

  .rejected {
    --_outcome: var(--_warning);
  }

  .failed {
    --_outcome: var(--_danger);
  }

  .outcome > h3,
  .outcome > p {
    grid-column: 2;
    margin: 0;
    overflow-wrap: anywhere;
  }

  h3 {
    font-size: 14px;
    font-weight: 600;
  }

  .complete p,
  .outcome .remedy {
    color: var(--_muted);
  }

  .code {
    margin-top: 8px;
    font:
      11px/1.5 ui-monospace,
      SFMono-Regular,
      Menlo,
      monospace;
    color: var(--_muted);
  }

  .others h3 {
    margin: 0 0 8px;
    font-size: 12px;
    font-weight: 400;
    color: var(--_muted);
  }

  .others ul {
    margin: 0;
    padding: 0;
    list-style: none;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }

  .others li {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
    justify-content: space-between;
    padding-block: 8px;
    padding-inline: 12px 8px;
  }

  .others li + li {
    border-top: 1px solid var(--_border);
  }

  .others li p {
    margin: 0;
    overflow-wrap: anywhere;
  }

  .others small {
    font-size: 12px;
    color: var(--_muted);
  }

  .others .actions {
    display: flex;
    gap: 8px;
  }
`;
