import { css } from 'lit';

export const timedTextStyles = css`
  .taker {
    border: 1px dashed var(--_border);
    border-radius: var(--_radius);
  }

  .taker.over {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_surface) 88%, var(--_accent));
  }

  .give {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 12px;
    padding: 8px;
    font-size: 12px;
  }

  .give .button {
    height: 28px;
    padding: 0 10px;
  }

  .button:focus-within:has(:focus-visible) {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }

  .muted {
    color: var(--_muted);
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .taker > .given,
  li {
    padding-block: 4px;
    padding-inline: 12px 4px;
    border-bottom: 1px solid var(--_border);
  }

  li {
    padding-block-end: 10px;
  }

  .given {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 32px;
  }

  .given .file {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .given .muted {
    flex: none;
    font-size: 12px;
  }

  .given .icon-button {
    flex: none;
    margin-inline-start: auto;
  }

  .about {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
    padding-inline-end: 8px;
  }

  .language {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 12px;
  }

  .language input {
    width: 88px;
  }

  .about select {
    width: 170px;
  }
`;
