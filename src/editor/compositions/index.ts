import type { Composition } from '../../index';
import { compositionsOf } from '../projects';
import { projects } from './projects';

/** Every composition of the demo, in the order a list shows them. */
export const compositions: readonly Composition[] = compositionsOf(projects);

const ids = new Set<string>();
for (const { id } of compositions) {
  if (ids.has(id)) throw new Error(`Two compositions are called ${id}.`);
  ids.add(id);
}
