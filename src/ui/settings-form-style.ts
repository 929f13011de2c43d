import { css } from 'lit';
import { linkLook } from './link-look';

export const settingsFormStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  .fields {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 16px;
  }

  .field {
    min-width: 0;
  }

  .wide {
    grid-column: 1 / -1;
  }

  .label {
    display: block;
    margin-bottom: 4px;
    font-size: 12px;
    color: var(--_muted);
  }

  .note {
    margin: 6px 0 0;
    font-size: 12px;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }

  .issue {
    margin: 6px 0 0;
    padding-inline-start: 8px;
    font-size: 12px;
    border-inline-start: 2px solid var(--_issue);
  }

  .issue strong {
    font-weight: 500;
    color: var(--_issue);
  }

  .issue.error {
    --_issue: var(--_danger);
  }

  .issue.warning {
    --_issue: var(--_warning);
  }

  .fix {
    display: inline;
    ${linkLook}
  }

  .pair {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
    margin-top: 8px;
  }

  .beside {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 8px;
  }

  .cover {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    min-height: 32px;
    font-variant-numeric: tabular-nums;
  }

  .cover .button {
    margin-inline-start: auto;
  }

  .cover .muted {
    color: var(--_muted);
  }

  .token {
    width: 120px;
  }

  .beneath {
    margin-top: 10px;
  }

  .pair .note {
    margin-top: 4px;
  }

  .also {
    margin: 0 0 8px;
    padding: 0;
    list-style: none;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }

  .also li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 32px;
    gap: 8px;
    align-items: center;
    padding-block: 4px;
    padding-inline: 12px 4px;
  }

  .also li + li {
    border-top: 1px solid var(--_border);
  }

  .also span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .also .file {
    font-size: 12px;
    color: var(--_muted);
  }

  .disclosure {
    padding: 0;
    background: none;
    border: 0;
    margin-bottom: 8px;
  }

  .disclosure + .note {
    margin-top: -4px;
  }

  details {
    margin-top: 16px;
    padding-top: 12px;
    border-top: 1px solid var(--_border);
  }

  .disclosure,
  summary {
    display: flex;
    align-items: center;
    gap: 8px;
    width: fit-content;
    margin-bottom: 4px;
    font-weight: 500;
    cursor: pointer;
    border-radius: 2px;
  }

  .disclosure::before,
  summary::before {
    content: '';
    width: 5px;
    height: 5px;
    margin: 0 1px;
    border: solid var(--_muted);
    border-width: 0 1.5px 1.5px 0;
    transform: rotate(-45deg);
  }

  :host(:dir(rtl)) .disclosure[aria-expanded='false']::before,
  :host(:dir(rtl)) details:not([open]) > summary::before {
    transform: rotate(135deg);
  }

  .disclosure[aria-expanded='true']::before,
  [open] > summary::before {
    transform: rotate(45deg);
  }

  details .fields {
    margin-top: 12px;
  }

  .texts,
  .texts + .fields {
    margin-top: 16px;
  }

  details .fields + .fields {
    margin-top: 16px;
  }

  details .fields:empty {
    display: none;
  }

  @container (max-width: 420px) {
    .fields {
      grid-template-columns: 1fr;
      gap: 12px;
    }
  }
`;
