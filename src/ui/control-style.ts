import { css } from 'lit';

/** Of what `form-controls.ts` draws. */
export const controlStyles = css`
  select,
  input[type='number'],
  input[type='text'] {
    width: 100%;
    height: 32px;
    padding: 0 10px;
    background-color: var(--_field);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    text-overflow: ellipsis;
  }

  select:focus-visible,
  input:focus-visible {
    outline-offset: -1px;
  }

  select {
    appearance: none;
    padding-inline-end: 28px;
    /* A grey that reads on dark and on light: an image knows nothing of custom properties. */
    background-image: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='12' height='12' fill='none' stroke='%23868b96' stroke-width='1.5' stroke-linecap='round' stroke-linejoin='round'%3E%3Cpath d='m3 4.75 3 3 3-3'/%3E%3C/svg%3E");
    background-position: right 10px center;
    background-repeat: no-repeat;
    cursor: pointer;
  }

  :host(:dir(rtl)) select {
    background-position-x: 10px;
  }

  option,
  optgroup {
    color: var(--_text);
    background: var(--_surface);
  }

  [aria-invalid='true'] {
    border-color: var(--_danger) !important;
  }

  :disabled {
    opacity: 0.5;
    cursor: default;
  }

  input::placeholder {
    color: var(--_muted);
    opacity: 0.8;
  }

  .number {
    position: relative;
    display: block;
  }

  .number input {
    appearance: textfield;
    font-variant-numeric: tabular-nums;
  }

  .number input::-webkit-inner-spin-button {
    display: none;
  }

  .unit {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 10px;
    display: flex;
    align-items: center;
    font-size: 12px;
    color: var(--_muted);
    pointer-events: none;
  }

  .checkbox {
    display: flex;
    align-items: center;
    gap: 8px;
    width: fit-content;
    cursor: pointer;
  }

  .checkbox input {
    width: 16px;
    height: 16px;
    accent-color: var(--_accent);
    cursor: pointer;
  }

  .segments {
    display: flex;
    height: 32px;
    padding: 2px;
    background: var(--_field);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }

  .segment {
    position: relative;
    flex: 1 1 0;
    display: flex;
    align-items: center;
    justify-content: center;
    min-width: 0;
    color: var(--_muted);
    border-radius: calc(var(--_radius) - 2px);
    cursor: pointer;
  }

  .segment:hover:not(:has(:disabled)) {
    color: var(--_text);
  }

  .segment:has(:checked) {
    color: var(--_text);
    background: var(--_raised);
    box-shadow: 0 1px 2px rgb(0 0 0 / 0.2);
  }

  .segment:has(:focus-visible) {
    outline: 2px solid var(--_accent);
  }

  .segment:has(:disabled) {
    opacity: 0.45;
    cursor: default;
  }
`;
