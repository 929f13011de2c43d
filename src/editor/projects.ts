import type { Composition } from '../index';

/** What the editor opens: compositions that belong together. */
export interface Project {
  readonly id: string;
  readonly name: string;
  /** One or two sentences. */
  readonly description: string;
  /** At least one; the first is what the project opens on. */
  readonly compositions: readonly Composition[];
}

export function compositionsOf(projects: readonly Project[]): readonly Composition[] {
  return projects.flatMap(({ compositions }) => compositions);
}

/** @throws RangeError where the composition is in none of them */
export function projectOf(projects: readonly Project[], composition: Composition): Project {
  const project = projects.find(({ compositions }) => compositions.some(({ id }) => id === composition.id));
  if (project === undefined) throw new RangeError(`No project has the composition “${composition.id}”.`);
  return project;
}

/** A frame of the composition, drawn by itself: `npm run docs:pictures` writes them. */
export function thumbnailOf({ id }: Composition): string {
  return `../projects/${encodeURIComponent(id)}.jpg`;
}
