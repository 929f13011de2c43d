import { frameTime, framesPerSecond, type FrameRate } from '../composition/frame-rate';
import type { TimedChapter } from '../formats/captions/chapter-file';
import type { CaptionTrack, ExportSettings, FormatId } from '../formats/format';
import { formatOf } from '../formats/registry';

/** Chapters that someone gave, with the name of their file; '' where they come from settings. */
export interface DraftChapters {
  readonly fileName: string;
  readonly list: readonly TimedChapter[];
}

/** In the film, or as a file beside it. */
export type CaptionPlace = 'film' | NonNullable<CaptionTrack['sidecarType']>;

/** Captions in one language that someone gave. */
export interface DraftCaptions {
  readonly fileName: string;
  /** BCP 47, as it is being written. */
  readonly language: string;
  readonly text: string;
  /** Kept for formats that have both. */
  readonly place: CaptionPlace;
  readonly isDefault: boolean;
}

interface DraftTexts {
  readonly format: FormatId;
  readonly chapters: DraftChapters | null;
  readonly captions: readonly DraftCaptions[];
}

/** Whether a film of the format can have captions, in it or beside it; a picture has none. */
export function takesCaptions(format: FormatId): boolean {
  return formatOf(format).container.kind !== 'picture';
}

/** Nothing where the format has no place for them; the draft keeps them for another one. */
export function chaptersFrom({ format, chapters }: DraftTexts, rate: FrameRate): Pick<ExportSettings, 'chapters'> {
  if (chapters === null || !formatOf(format).chapters) return {};
  // With the frame that is shown at that time, or the next one where that is nearer.
  const frameAt = (ms: number): number => Math.round((ms / 1000) * framesPerSecond(rate));
  return { chapters: chapters.list.map(({ startMs, title }) => ({ start: frameAt(startMs), title })) };
}

export function captionsFrom({ format, captions }: DraftTexts): Pick<ExportSettings, 'captions'> {
  if (captions.length === 0 || !takesCaptions(format)) return {};
  const embeds = formatOf(format).captions === 'embedded';
  return {
    captions: captions.map(({ language, text, place, isDefault }): CaptionTrack => {
      const about = { language: language.trim(), text, ...(isDefault ? { default: true } : {}) };
      if (embeds && place === 'film') return { ...about, mode: 'embedded' };
      return { ...about, mode: 'sidecar', sidecarType: place === 'film' ? 'vtt' : place };
    }),
  };
}

/** What goes into the film alone: beside it they lie once, whatever else is made of the frames. */
export function embeddedFrom(draft: DraftTexts): Pick<ExportSettings, 'captions'> {
  const embedded = captionsFrom(draft).captions?.filter(({ mode }) => mode === 'embedded') ?? [];
  return embedded.length === 0 ? {} : { captions: embedded };
}

/** What settings say of them, as a draft has it. @param rate of the settings */
export function timedTextFields(
  { chapters, captions }: Partial<Pick<ExportSettings, 'chapters' | 'captions'>>,
  rate: FrameRate,
): Partial<Pick<DraftTexts, 'chapters' | 'captions'>> {
  const timed = (start: number): number => 1000 * frameTime(start, rate);
  const list = chapters?.map(({ start, title }) => ({ startMs: timed(start), title }));
  return {
    ...(list === undefined ? {} : { chapters: list.length === 0 ? null : { fileName: '', list } }),
    ...(captions === undefined
      ? {}
      : {
          captions: captions.map(({ language, label = '', text, mode, sidecarType = 'vtt', default: isDefault }) => ({
            ...{ fileName: label, language, text, isDefault: isDefault ?? false },
            place: mode === 'embedded' ? ('film' as const) : sidecarType,
          })),
        }),
  };
}
