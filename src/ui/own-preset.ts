import type { Composition } from '../composition/composition';
import { asNewPreset } from '../presets/preset-collection';
import { presetVersion, type Preset } from '../presets/preset-schema';
import { findPreset } from '../presets/registry';
import { sizeFrom } from './draft-picture';
import { draftFor, settingsFrom, type SettingsDraft } from './settings-draft';

/**
 * What a draft asks for as one more preset of a person's own, under an id that is free. Size and rate stay those of the
 * composition where the draft leaves them to it, and what a preset says of them where the draft still follows that.
 *
 * @param own what the person has already
 */
export function ownPreset(
  draft: SettingsDraft,
  composition: Composition,
  name: string,
  own: readonly Preset[],
): Preset {
  const { format, video, audio, animation, sequence, deterministic } = settingsFrom(draft, composition, null);
  const preset: Preset = {
    schema: 'stepframe-preset',
    version: presetVersion,
    id: slugOf(name),
    name,
    format,
    video,
    // Whoever stores it holds it to the schema of presets.
    audio: audio as Preset['audio'],
    ...(animation === undefined ? {} : { animation }),
    ...(sequence === undefined ? {} : { sequence }),
    ...pictureOf(draft, composition, own),
    ...(deterministic === undefined ? {} : { deterministic }),
  };
  return asNewPreset({ own, favourites: [], recent: [] }, preset, findPreset);
}

type PicturePart = Pick<Preset, 'width' | 'height' | 'shortSide' | 'frameRate'>;

function pictureOf(draft: SettingsDraft, composition: Composition, own: readonly Preset[]): PicturePart {
  const base = own.find(({ id }) => id === draft.preset) ?? findPreset(draft.preset);
  if (base !== undefined && isPictureOf(base, draft, composition)) {
    const { width, height, shortSide, frameRate } = base;
    return {
      ...(width === undefined ? {} : { width }),
      ...(height === undefined ? {} : { height }),
      ...(shortSide === undefined ? {} : { shortSide }),
      ...(frameRate === undefined ? {} : { frameRate }),
    };
  }
  return {
    ...(draft.size === 'composition' ? {} : sizeFrom(draft, composition)),
    ...(draft.frameRate === 'composition' ? {} : { frameRate: draft.frameRate }),
  };
}

/** Whether a draft has the size and rate of a preset. */
function isPictureOf(preset: Preset, draft: SettingsDraft, composition: Composition): boolean {
  const [asked, given] = [draft, draftFor(composition, preset)].map((each) => {
    const { width, height, frameRate } = settingsFrom(each, composition, null);
    return JSON.stringify([width, height, frameRate]);
  });
  return asked === given;
}

/** Lower-case words joined by hyphens. */
function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-|-$/g, '');
  return slug === '' ? 'preset' : slug;
}
