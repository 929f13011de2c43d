import type { Project } from '../projects';
import { blend } from './blend';
import { loop } from './loop/index';
import { lottie } from './lottie';
import { particles } from './particles';
import { shader } from './shader';
import { spectrum } from './spectrum';
import { title } from './title';

/** The sample projects, in the order they are offered. */
export const projects: readonly Project[] = [
  {
    id: 'screen-print',
    name: 'Screen print',
    description: 'Four canvases with blend modes: inks multiplied onto paper, light screened over them.',
    compositions: [blend],
  },
  {
    id: 'generative',
    name: 'Generative studies',
    description: 'A simulation that remembers what it drew, and silk folded in a WebGL2 shader.',
    compositions: [particles, shader],
  },
  {
    id: 'sound',
    name: 'Sound and titles',
    description: 'A ring that plays the music’s spectrum, and lettering set in HTML and SVG to the same track.',
    compositions: [spectrum, title],
  },
  {
    id: 'brought-along',
    name: 'Brought along',
    description: 'A Lottie file, and a script that animates by itself and knows nothing of exports.',
    compositions: [lottie, loop],
  },
];
