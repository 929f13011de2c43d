import type { Composition } from '../composition/composition';
import type { FrameRate } from '../composition/frame-rate';
import { ExportError } from '../errors';
import type { ExportSettings } from '../formats/format';
import { settingsFor, type Preset } from '../presets/preset';
import { findPreset, presets } from '../presets/registry';
import type { FileFacts } from '../quality/checks/file-facts';
import { platforms } from '../quality/checks/platforms/platforms';
import type { FileCheckOptions } from './file-check';

/** What a file is held to. */
export interface FileProfile {
  /** Null: to nothing but itself. */
  settings: ExportSettings | null;
  /** By id. */
  platforms: string[];
}

/** @throws ExportError `invalid-input`: unknown-profile, profile-twice */
export function profileOf(options: FileCheckOptions, facts: FileFacts): FileProfile {
  const { profile = [], settings: given } = options;
  const names = typeof profile === 'string' ? [profile] : profile;
  const found = names.map((name) => ({ name, preset: findPreset(name), platform: findPlatform(name) }));
  const unknown = found.find(({ preset, platform }) => !preset && !platform);
  if (unknown) throw unknownProfile(unknown.name);
  const asked = found.flatMap(({ preset }) => preset ?? []);
  if (asked.length + (given ? 1 : 0) > 1) throw profileTwice();
  const [preset] = asked;
  return {
    settings: given ?? (preset ? settingsOf(preset, options, facts) : null),
    platforms: found.flatMap(({ preset, platform }) => [
      ...(preset?.platforms ?? []),
      ...(platform ? [platform.id] : []),
    ]),
  };
}

function findPlatform(name: string) {
  return platforms.find(({ id }) => id === name);
}

/** As a composition of the file's size, rate and length would be exported; null: it has no picture that says of any. */
function settingsOf(preset: Preset, { reference }: FileCheckOptions, facts: FileFacts): ExportSettings | null {
  const { picture, sound } = facts;
  if (!picture?.frameRate) return null;
  const { width, height, packets, bitstream } = picture;
  // Settings count fields, files the frames that two of them make.
  const fields = bitstream.interlaced === true ? 2 : 1;
  const frameRate: FrameRate = { num: picture.frameRate.num * fields, den: picture.frameRate.den };
  const shape = { width, height, frameRate, durationInFrames: packets.times.length * fields };
  const drawn = reference && 'composition' in reference ? reference : null;
  const range = drawn?.range && { range: drawn.range };
  const settings = settingsFor(preset, shape as Composition, range);
  // Of a composition without sound no file has any.
  const isSilent = drawn ? (drawn.composition.audio ?? []).length === 0 : sound === null;
  return isSilent ? { ...settings, audio: null } : settings;
}

function unknownProfile(name: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'unknown-profile',
    stage: 'configure',
    message: `No preset and no platform is called "${name}".`,
    remedy: `There are the platforms ${platforms.map(({ id }) => id).join(', ')} and the presets ${presets.map(({ id }) => id).join(', ')}.`,
  });
}

function profileTwice(): ExportError {
  return new ExportError('invalid-input', {
    detail: 'profile-twice',
    stage: 'configure',
    message: 'A file can be held to one preset only.',
    remedy: 'Name one preset, and as many platforms as you like.',
  });
}
