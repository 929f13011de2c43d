/** Outlines on a 24 × 24 grid, stroked in the text's colour; `solid` ones are filled. */
const outlines = {
  play: { solid: true, path: 'M8 5.5v13a.8.8 0 0 0 1.2.7l10.4-6.5a.8.8 0 0 0 0-1.4L9.2 4.8A.8.8 0 0 0 8 5.5Z' },
  pause: { solid: true, path: 'M7 5h3.4v14H7zM13.6 5H17v14h-3.4z' },
  toStart: { solid: false, path: 'M6 5v14M18.5 6v12L9.5 12z' },
  stepBack: { solid: false, path: 'M15 6l-6 6 6 6' },
  stepForward: { solid: false, path: 'M9 6l6 6-6 6' },
  loop: {
    solid: false,
    path: 'M17 3l3 3-3 3M4 11V9.5A3.5 3.5 0 0 1 7.5 6H20M7 21l-3-3 3-3M20 13v1.5a3.5 3.5 0 0 1-3.5 3.5H4',
  },
  soundOn: { solid: false, path: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a7.5 7.5 0 0 1 0 11' },
  soundOff: { solid: false, path: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5' },
  eye: {
    solid: false,
    path: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z',
  },
  eyeOff: {
    solid: false,
    path: 'M4 4l16 16M9.9 5.8A8.7 8.7 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.8 3.5M6.3 7.4A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4-.9',
  },
  reset: { solid: false, path: 'M4 5v5h5M4.6 10a8 8 0 1 1-.5 4' },
  markIn: { solid: false, path: 'M15 5H9v14h6M13 12h6' },
  markOut: { solid: false, path: 'M9 5h6v14H9M11 12H5' },
  picture: { solid: false, path: 'M4 5.5h16v13H4zM4 15l4.5-4.5 4 4 2.5-2.5 5 5' },
  wave: { solid: false, path: 'M4 10v4M8 6.5v11M12 9v6M16 4.5v15M20 10v4' },
  clock: { solid: false, path: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2' },
  list: { solid: false, path: 'M4 6.5h16M4 12h16M4 17.5h10' },
  close: { solid: false, path: 'M6 6l12 12M18 6 6 18' },
  warning: { solid: false, path: 'M12 4.5 2.8 19.5h18.4zM12 10.5v4M12 17v.2' },
} as const;

export type IconName = keyof typeof outlines;

/** An icon for beside or in place of a label; hidden from assistive technology, so the control needs its own name. */
export function icon(id: IconName): SVGSVGElement {
  const { solid, path } = outlines[id];
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  const shape = document.createElementNS(namespace, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', solid ? 'icon icon-solid' : 'icon');
  svg.setAttribute('aria-hidden', 'true');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}
