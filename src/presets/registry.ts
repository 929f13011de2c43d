import { archivePresets } from './archive';
import { broadcastPresets } from './broadcast';
import { dnxPresets } from './dnx';
import { animationPresets, picturePresets } from './pictures';
import type { Preset } from './preset';
import { proresPresets } from './prores';
import { webPresets } from './web';

/** Every preset that comes with the package, in the order a list shows them. */
export const presets: readonly Preset[] = [
  ...webPresets,
  ...proresPresets,
  ...dnxPresets,
  ...broadcastPresets,
  ...archivePresets,
  ...picturePresets,
  ...animationPresets,
];

const byId = new Map<string, Preset>();
for (const preset of presets) {
  if (byId.has(preset.id)) throw new Error(`Two presets are called ${preset.id}.`);
  byId.set(preset.id, preset);
}

export function findPreset(id: string): Preset | undefined {
  return byId.get(id);
}
