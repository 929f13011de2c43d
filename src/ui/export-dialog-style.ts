import { css } from 'lit';
import { linkLook } from './link-look';

export const dialogStyles = css`
  :host {
    display: contents;
  }

  dialog {
    position: fixed;
    width: min(600px, calc(100vw - 32px));
    max-width: none;
    max-height: min(760px, calc(100dvh - 32px));
    margin: auto;
    padding: 0;
    /* What is in it scrolls, never the dialog itself. */
    overflow: clip;
    /* Nothing of the toolbar or panel it stands in. */
    font: 400 13px/1.45 var(--_font);
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    white-space: normal;
    cursor: default;
    user-select: none;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 2);
    box-shadow: 0 24px 64px rgb(0 0 0 / 0.4);
  }

  dialog[open] {
    display: flex;
    flex-direction: column;
  }

  dialog:focus {
    outline: none;
  }

  ::backdrop {
    background: rgb(0 0 0 / 0.5);
  }

  header {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 48px;
    padding-block: 8px;
    padding-inline: 24px 8px;
    border-bottom: 1px solid var(--_border);
  }

  h2 {
    margin: 0;
    font-size: 14px;
    font-weight: 600;
  }

  .name {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--_muted);
  }

  .body {
    flex: 1;
    min-height: 0;
    padding: 24px;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  .offer {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    margin: 0 0 16px;
    padding-block: 6px;
    padding-inline: 12px 6px;
    background: var(--_field);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }

  /* Buttons with long labels go below the line beside them. */
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    padding: 12px 24px;
    border-top: 1px solid var(--_border);
  }

  .drop {
    position: absolute;
    inset: 8px;
    display: grid;
    place-items: center;
    font-size: 14px;
    font-weight: 500;
    color: var(--_text);
    background: color-mix(in srgb, var(--_surface) 88%, var(--_accent));
    border: 2px dashed var(--_accent);
    border-radius: var(--_radius);
    opacity: 0.96;
    pointer-events: none;
  }

  .summary p {
    margin: 0;
  }

  .summary {
    flex: 1 1 200px;
    min-width: 0;
    font-size: 12px;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    text-wrap: pretty;
  }

  .summary .failed {
    color: var(--_danger);
  }

  .link {
    margin-inline-start: 0.5em;
    ${linkLook}
  }

  .summary:not(:has(p:not(:empty))) {
    display: none;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    justify-content: flex-end;
    margin-inline-start: auto;
  }

  @media (max-width: 520px) {
    header {
      padding-inline-start: 16px;
    }

    .body {
      padding: 16px;
    }

    footer {
      flex-direction: column;
      align-items: stretch;
      padding: 12px 16px;
    }

    .summary {
      flex: none;
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: appear 120ms ease-out;
    }

    @keyframes appear {
      from {
        opacity: 0;
        transform: translateY(8px);
      }
    }
  }
`;
