import type { Composition } from '../composition/composition';
import type { FormatId } from '../formats/format';
import { settingsFor } from '../presets/preset';
import { presetCategories } from '../presets/registry';
import { formatAsked } from '../quality/format-loss';
import { gatesFor, type Gate } from '../quality/gates';

/** What a file that is made by a preset is held to. */
export interface QualityProfile {
  /** Of the preset: `profile` of a check of any file. */
  id: string;
  name: string;
  description: string;
  /** Of the preset, such as `web`. */
  category: string;
  format: FormatId;
  /** Whose rules it must meet besides, by id. */
  platforms: readonly string[];
  /** What sampled frames are held to; none of formats that are not compared. */
  gates: readonly Gate[];
}

const anyShape = { id: 'any', name: 'Any', width: 1920, height: 1080, frameRate: 30, durationInFrames: 1 };

/** Of all presets that come with the package. */
export function qualityProfiles(): QualityProfile[] {
  return presetCategories.flatMap((category) =>
    category.presets.map((preset) => ({
      ...{ id: preset.id, name: preset.name, description: preset.description ?? '', category: category.id },
      ...{ format: preset.format, platforms: preset.platforms ?? [] },
      gates: gatesFor(formatAsked(settingsFor(preset, anyShape as unknown as Composition))),
    })),
  );
}
