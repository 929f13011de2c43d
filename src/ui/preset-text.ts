import type { Preset } from '../presets/preset';
import { formatOf } from '../formats/registry';
import { audioCodecLabels, dimensions, frameRateLabel, videoCodecLabel } from './display-text';
import { toFrameRate } from '../composition/frame-rate';

/** Headings that are not purposes. */
export const presetGroupLabels = { favourites: 'Favourites', recent: 'Recent', own: 'Your presets' } as const;

export const presetTexts = {
  heading: 'Presets',
  field: 'Preset',
  browse: 'All presets…',
  custom: 'Custom',
  customNote: 'Your own settings.',
  ownNote: 'A preset of your own.',
  drop: 'Drop preset files to import them',
  search: 'Search presets',
  searchPlaceholder: 'Search by name, format or platform',
  list: 'Presets',
  current: 'In use',
  favourite: 'Favourite',
  use: 'Use preset',
  duplicate: 'Duplicate',
  rename: 'Rename',
  remove: 'Delete',
  keep: 'Keep',
  file: 'Save as file',
  importFiles: 'Import files…',
  saveCurrent: 'Save current settings…',
  name: 'Name',
  save: 'Save',
  cancel: 'Cancel',
  noneFound: 'No preset has all of these words.',
  clear: 'Clear the search',
  loadFailed: 'The presets could not be loaded. Check the connection and try again.',
} as const;

/** `3 presets found`; `70 presets` of a list in which nothing was looked for. */
export function presetCountText(count: number, isSearch: boolean): string {
  const presets = `${count === 0 ? 'No' : count} ${count === 1 ? 'preset' : 'presets'}`;
  return isSearch ? `${presets} found` : presets;
}

export function importedText(imported: readonly Preset[]): string {
  const [first] = imported;
  if (first === undefined) return '';
  return imported.length === 1
    ? `“${first.name}” is imported and chosen.`
    : `${imported.length} presets are imported. “${first.name}” is chosen.`;
}

export const savedText = (name: string): string => `“${name}” is saved among your presets.`;
export const removeQuestion = (name: string): string => `Delete “${name}”?`;

/** `MP4 · H.264 · AAC · 1080 lines` */
export function presetFacts(preset: Preset): string {
  const { format, video, audio, width, height, shortSide, frameRate } = preset;
  const { codec, profile } = video;
  const size =
    width !== undefined && height !== undefined
      ? [dimensions(width, height)]
      : shortSide === undefined
        ? []
        : [`${shortSide.atMost === true ? 'at most ' : ''}${shortSide.pixels} lines`];
  return [
    formatOf(format).label,
    videoCodecLabel({ codec, ...(profile === undefined ? {} : { profile }) }),
    ...(audio === null || formatOf(format).audioCodecs.length === 0 ? [] : [audioCodecLabels[audio.codec]]),
    ...size,
    ...(frameRate === undefined ? [] : [frameRateLabel(toFrameRate(frameRate))]),
  ].join(' · ');
}
