import type { Preset } from '../presets/preset';
import { formatOf } from '../formats/registry';
import { audioCodecLabel, dimensions, frameRateLabel, videoCodecLabel } from './display-text';
import { toFrameRate } from '../composition/frame-rate';
import { formatLabel } from './format-text';
import { coreWord, words } from './language/words';

/** Headings that are not purposes. */
export const presetGroupLabels = words('presetGroups', {
  favourites: 'Favourites',
  recent: 'Recent',
  own: 'Your presets',
});

export const presetTexts = words('presets', {
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
  count: { one: '{count} preset', other: '{count} presets' },
  found: { one: '{count} preset found', other: '{count} presets found' },
  noneCounted: 'No presets',
  foundNone: 'No presets found',
  imported: '“{name}” is imported and chosen.',
  importedSeveral: { other: '{count} presets are imported. “{name}” is chosen.' },
  saved: '“{name}” is saved among your presets.',
  removeQuestion: 'Delete “{name}”?',
  lines: '{lines} lines',
  atMostLines: 'at most {lines} lines',
});

/** `3 presets found`; `70 presets` of a list in which nothing was looked for. */
export function presetCountText(count: number, isSearch: boolean): string {
  if (count === 0) return isSearch ? presetTexts.foundNone : presetTexts.noneCounted;
  return isSearch ? presetTexts.found({ count }) : presetTexts.count({ count });
}

export function importedText(imported: readonly Preset[]): string {
  const [first] = imported;
  if (first === undefined) return '';
  return imported.length === 1
    ? presetTexts.imported({ name: first.name })
    : presetTexts.importedSeveral({ count: imported.length, name: first.name });
}

/** A preset of the package has its name and note translated; of a person's own both are theirs. */
export function presetName({ id, name }: Preset): string {
  return coreWord('presetNames', id, name);
}

export function presetNote({ id, description }: Preset): string | undefined {
  return description === undefined ? undefined : coreWord('presetNotes', id, description);
}

export function presetCategory(id: string, label: string): string {
  return coreWord('presetCategories', id, label);
}

/** `MP4 · H.264 · AAC · 1080 lines` */
export function presetFacts(preset: Preset): string {
  const { format, video, audio, width, height, shortSide, frameRate } = preset;
  const { codec, profile } = video;
  const lines = (pixels: number): { lines: string } => ({ lines: String(pixels) });
  const size =
    width !== undefined && height !== undefined
      ? [dimensions(width, height)]
      : shortSide === undefined
        ? []
        : [
            shortSide.atMost === true
              ? presetTexts.atMostLines(lines(shortSide.pixels))
              : presetTexts.lines(lines(shortSide.pixels)),
          ];
  return [
    formatLabel(format),
    videoCodecLabel({ codec, ...(profile === undefined ? {} : { profile }) }),
    ...(audio === null || formatOf(format).audioCodecs.length === 0 ? [] : [audioCodecLabel(audio.codec)]),
    ...size,
    ...(frameRate === undefined ? [] : [frameRateLabel(toFrameRate(frameRate))]),
  ].join(' · ');
}
