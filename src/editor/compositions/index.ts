import type { Composition } from '../../index';
import { blend } from './blend';
import { loop } from './loop/index';
import { lottie } from './lottie';
import { particles } from './particles';
import { shader } from './shader';
import { spectrum } from './spectrum';
import { title } from './title';

/** Every composition of the demo, in the order a list shows them. */
export const compositions: readonly Composition[] = [blend, particles, shader, spectrum, title, lottie, loop];

const ids = new Set<string>();
for (const { id } of compositions) {
  if (ids.has(id)) throw new Error(`Two compositions are called ${id}.`);
  ids.add(id);
}
