import { formats } from '../formats/registry';
import { archivePresets } from './archive';
import { broadcastPresets } from './broadcast';
import { dnxPresets } from './dnx';
import { animationPresets, picturePresets } from './pictures';
import type { Preset } from './preset';
import { previewPresets } from './preview';
import { proresPresets } from './prores';
import { socialPresets } from './social';
import { webPresets } from './web';

/** Presets by what they are for. Plain data. */
export interface PresetCategory {
  readonly id: string;
  readonly label: string;
  readonly presets: readonly Preset[];
}

/** Every preset that comes with the package, each in one category, in the order a list shows them. */
export const presetCategories: readonly PresetCategory[] = [
  { id: 'web', label: 'Web', presets: [...webPresets, ...animationPresets] },
  { id: 'social', label: 'Social platforms', presets: socialPresets },
  { id: 'professional', label: 'Professional', presets: [...proresPresets, ...dnxPresets] },
  { id: 'broadcast', label: 'Broadcast', presets: broadcastPresets },
  { id: 'archive', label: 'Archive', presets: archivePresets },
  { id: 'preview', label: 'Preview', presets: previewPresets },
  { id: 'image-sequences', label: 'Image sequences', presets: picturePresets },
];

/** All of `presetCategories`. */
export const presets: readonly Preset[] = presetCategories.flatMap((category) => category.presets);

const byId = new Map<string, Preset>();
for (const preset of presets) {
  if (byId.has(preset.id)) throw new Error(`Two presets are called ${preset.id}.`);
  byId.set(preset.id, preset);
}

export function findPreset(id: string): Preset | undefined {
  return byId.get(id);
}

/** Undefined: of a preset that does not come with the package. */
export function categoryOf(id: string): PresetCategory | undefined {
  return presetCategories.find((category) => category.presets.some((preset) => preset.id === id));
}

/**
 * Those in which every word occurs, in any case: in id, name, description, the format, the codecs or the category.
 *
 * @param among where to look, such as a person's own presets as well. Default: all that come with the package
 */
export function searchPresets(words: string, among: readonly Preset[] = presets): Preset[] {
  const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
  return among.filter((preset) => {
    const told = textOf(preset);
    return asked.every((word) => told.includes(word));
  });
}

function textOf({ id, name, description = '', format, video, audio }: Preset): string {
  const label = formats.find((each) => each.id === format)?.label ?? '';
  const category = categoryOf(id)?.label ?? '';
  return [id, name, description, format, label, video.codec, audio?.codec ?? '', category].join('\n').toLowerCase();
}
