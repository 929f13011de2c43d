import type { PresetLibrary } from '../../presets/preset-library';
import { findPreset } from '../../presets/registry';
import type { Job } from '../../queue/job';

/** Names of a person's presets by their ids. */
export type OwnNames = ReadonlyMap<string, string>;

export const noOwnNames: OwnNames = new Map();

/** Whether a job was made of a preset that is not the package's. */
export function usesOwnPreset({ presetId }: Job): boolean {
  return presetId !== null && findPreset(presetId) === undefined;
}

/**
 * Reads the names of a person's presets, at first and whenever they change. Best effort: a job whose preset is not to be had
 * is told by what it makes.
 *
 * @returns how to stop
 */
export function watchOwnNames(
  library: Pick<PresetLibrary, 'read' | 'subscribe'>,
  onNames: (names: OwnNames) => void,
): () => void {
  let stopped = false;
  const read = async (): Promise<void> => {
    const { own } = await library.read();
    if (!stopped) onNames(new Map(own.map(({ id, name }) => [id, name])));
  };
  const attempt = (): void => void read().catch(() => undefined);
  const unsubscribe = library.subscribe(attempt);
  attempt();
  return () => {
    stopped = true;
    unsubscribe();
  };
}
