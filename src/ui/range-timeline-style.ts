import { css } from 'lit';

export const timelineStyles = css`
  :host {
    display: block;
    margin-top: 12px;
  }

  /* Time runs from left to right whichever way the page does, as in every video editor. */
  .rail,
  dl {
    direction: ltr;
  }

  .rail {
    position: relative;
    height: 32px;
    /* Room for the handles at both ends. */
    margin-inline: 8px;
    touch-action: none;
    cursor: pointer;
  }

  .rail::before,
  .span {
    position: absolute;
    inset-block: 6px;
    content: '';
    border-radius: 3px;
  }

  .rail::before {
    inset-inline: -8px;
    background: var(--_field);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }

  .span {
    background: color-mix(in srgb, var(--_accent) 28%, transparent);
    border-radius: 0;
  }

  .handle {
    position: absolute;
    inset-block: 3px;
    width: 8px;
    border-radius: 3px;
  }

  /* What a finger takes hold of. */
  .handle::before {
    position: absolute;
    inset: -3px -6px;
    content: '';
  }

  .in,
  .out {
    background: var(--_accent);
    cursor: ew-resize;
  }

  .in {
    translate: -100% 0;
  }

  .in::before {
    right: 0;
  }

  .out::before {
    left: 0;
  }

  .in::after,
  .out::after {
    position: absolute;
    inset-block: 8px;
    left: 3px;
    width: 2px;
    content: '';
    background: var(--_on-accent);
    border-radius: 1px;
    opacity: 0.7;
  }

  .playhead {
    inset-block: 0;
    width: 2px;
    translate: -50% 0;
    background: var(--_text);
    border-radius: 1px;
    cursor: ew-resize;
  }

  .playhead::after {
    position: absolute;
    top: 0;
    left: -4px;
    width: 10px;
    height: 8px;
    content: '';
    background: var(--_text);
    clip-path: polygon(0 0, 100% 0, 100% 40%, 50% 100%, 0 40%);
  }

  dl {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    margin: 4px 0 0;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    color: var(--_muted);
  }

  dl div {
    display: flex;
    flex-wrap: wrap;
    gap: 0 6px;
  }

  dd {
    margin: 0;
    color: var(--_text);
  }

  small {
    font-size: inherit;
    color: var(--_muted);
  }

  dl div:nth-child(2) {
    justify-content: center;
  }

  dl div:last-child {
    justify-content: flex-end;
  }
`;
