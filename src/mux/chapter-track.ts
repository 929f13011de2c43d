import type { FilmChapter } from '../formats/chapters';
import type { AddedTrack } from './added-track';
import { makeBox, text, u16, u32, type Box } from './quicktime-boxes';
import { textTrack } from './text-track';

/**
 * Chapters as QuickTime has them, which players and ffmpeg read in MP4 too: a track of text that is not shown, and that the
 * picture's track refers to. Its times are exact, in the units of the frame rate.
 */
export function chapterTrack(
  chapters: readonly FilmChapter[],
  { num, den }: { num: number; den: number },
  isQuickTime: boolean,
): AddedTrack {
  const delay = (chapters[0]?.first ?? 0) * den;
  const last = chapters.length - 1;
  return textTrack({
    reference: 'chap',
    handler: 'text',
    entry: textEntry(),
    timescale: num,
    delay,
    // They follow one another without gaps: each ends where the next one begins.
    samples: chapters.map(({ title, first, end }, index) => ({
      duration: (end - first) * den + (index === last ? delay : 0),
      bytes: titleSample(title),
    })),
    language: 'und',
    name: null,
    isQuickTime,
    enabled: false,
    size: { width: 0, height: 0 },
  });
}

/** QuickTime File Format, “Text sample data”: the text, and an atom that says it is UTF-8. */
function titleSample(title: string): Uint8Array {
  const bytes = text(title);
  const utf8 = 0x100;
  return Uint8Array.from([...u16(bytes.length), ...bytes, ...makeBox('encd', u32(utf8)).bytes]);
}

/** QuickTime File Format, “Text sample description”, with nothing chosen: the text is not shown. */
function textEntry(): Box {
  const dataReference = [...u32(0), ...u16(0), ...u16(1)];
  const [flags, justification] = [u32(0), u32(0)];
  const [background, foreground] = [new Uint8Array(6), new Uint8Array(6)];
  const [box, reserved, fontAndFace, moreReserved] = [8, 8, 4, 3].map((length) => new Uint8Array(length));
  const noFontName = [0];
  return makeBox(
    'text',
    ...[dataReference, flags, justification, background, box!, reserved!],
    ...[fontAndFace!, moreReserved!, foreground, noFontName],
  );
}
