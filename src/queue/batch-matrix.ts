import type { Composition } from '../composition/composition';
import type { Preset } from '../presets/preset';
import type { Batch, BatchItem } from './batch-schema';

const longestId = 64;

/** A batch of every composition by every preset, in this order. Ids are made of both; more can be said of it afterwards. */
export function batchMatrix(
  compositions: readonly Pick<Composition, 'id'>[],
  presets: readonly Pick<Preset, 'id'>[],
): Batch {
  const taken = new Set<string>();
  const items = compositions.flatMap((composition) =>
    presets.map((preset): BatchItem => {
      const id = freeId(`${composition.id}-${preset.id}`, taken);
      return { id, composition: composition.id, preset: preset.id };
    }),
  );
  return { items };
}

/** As a batch takes it, and no other has, in any case: files are named by it. */
function freeId(name: string, taken: Set<string>): string {
  const word = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[._-]+|[._-]+$/g, '') || 'item';
  let id = word.slice(0, longestId);
  for (let number = 2; taken.has(id.toLowerCase()); number++) {
    const suffix = `-${number}`;
    id = `${word.slice(0, longestId - suffix.length)}${suffix}`;
  }
  taken.add(id.toLowerCase());
  return id;
}
