import { css } from 'lit';

export const previewStyles = css`
  :host {
    display: grid;
    gap: 12px;
  }

  p {
    margin: 0;
  }

  .stage {
    display: grid;
    place-items: center;
    min-height: 120px;
    background: var(--_field);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    overflow: hidden;
  }

  /* Before lies on the left and after on the right, whichever way the page runs: time goes so in video editors. */
  .pictures {
    position: relative;
    direction: ltr;
    width: min(100%, 260px * var(--_ratio));
    aspect-ratio: var(--_ratio);
    cursor: ew-resize;
    touch-action: none;
    user-select: none;
  }

  .pictures[hidden] {
    display: none;
  }

  canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }

  .source {
    clip-path: inset(0 calc(100% - var(--_split)) 0 0);
  }

  .divider {
    position: absolute;
    inset-block: 0;
    left: var(--_split);
    width: 2px;
    translate: -50% 0;
    background: #fff;
    box-shadow: 0 0 0 1px rgb(0 0 0 / 0.4);
  }

  .divider::before {
    position: absolute;
    top: 50%;
    left: 50%;
    width: 20px;
    height: 20px;
    content: '';
    translate: -50% -50%;
    background: #fff;
    border-radius: 50%;
    box-shadow: 0 1px 4px rgb(0 0 0 / 0.5);
  }

  .divider::after {
    position: absolute;
    top: 50%;
    left: 50%;
    width: 10px;
    height: 8px;
    content: '';
    translate: -50% -50%;
    background: #333;
    clip-path: polygon(0 50%, 35% 0, 35% 100%, 0 50%, 100% 50%, 65% 0, 65% 100%, 100% 50%);
  }

  .tag {
    position: absolute;
    top: 8px;
    padding: 1px 6px;
    font-size: 11px;
    font-weight: 500;
    color: #fff;
    background: rgb(0 0 0 / 0.6);
    border-radius: 3px;
    pointer-events: none;
  }

  .left {
    left: 8px;
  }

  .right {
    right: 8px;
  }

  .waiting,
  .about {
    font-size: 12px;
    color: var(--_muted);
  }

  .about:empty {
    display: none;
  }

  .error {
    padding-inline-start: 8px;
    border-inline-start: 2px solid var(--_warning);
  }

  .error strong {
    font-weight: 500;
    color: var(--_warning);
  }

  .facts {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }
`;
