import { frameTime } from '../../composition/frame-rate';
import { embeddedCaptions } from '../../formats/captions/film-captions';
import { filmChapters } from '../../formats/chapters';
import type { ExportSettings } from '../../formats/format';
import { formatOf } from '../../formats/registry';
import type { Check, Finding } from './check';
import type { CaptionFacts, ChapterFacts } from './file-facts';
import type { TechnicalSubject } from './technical-subject';

/** Seconds: what containers round times to, twice. */
const tolerance = 0.002;

const chapters: Check<TechnicalSubject> = {
  id: 'chapters',
  category: 'technical',
  title: 'Chapters',
  source: 'Export settings',
  find({ facts: { structure }, expected }) {
    const found = structure.chapters;
    if (!expected) return found.length === 0 ? null : told('chapters', found.length);
    const asked = chaptersAsked(expected);
    if (asked.length === 0 && found.length === 0) return null;
    const wrong = Array.from({ length: Math.max(asked.length, found.length) }, (_, index) => index).find(
      (index) => !isSame(found[index], asked[index]),
    );
    if (wrong === undefined) return asAsked('chapters', found.length, 'where they were asked');
    const shown = (chapter: ChapterFacts | undefined): string =>
      chapter ? `“${chapter.title}” at ${chapter.start.toFixed(3)} s` : 'none';
    return {
      status: 'fail',
      message: `Chapter ${wrong + 1} is ${shown(found[wrong])}, where ${shown(asked[wrong])} was asked.`,
      remedy: 'Export again.',
      measured: found.length,
      expected: asked.length,
    };
  },
};

const captions: Check<TechnicalSubject> = {
  id: 'captions',
  category: 'technical',
  title: 'Captions',
  source: 'Export settings',
  find({ facts: { structure }, expected }) {
    const found = structure.captions;
    if (!expected) return found.length === 0 ? null : told('tracks of captions', found.length);
    const asked = captionsAsked(expected);
    if (asked.length === 0 && found.length === 0) return null;
    const shown = (tracks: readonly CaptionFacts[]): string => tracks.map(captionsInWords).join('; ') || 'no captions';
    const fits = found.length === asked.length && asked.every((track, index) => areSameCaptions(track, found[index]!));
    if (fits) return asAsked('tracks of captions', found.length, `as asked: ${shown(found)}`);
    return {
      status: 'fail',
      message: `The file has ${shown(found)}, where ${shown(asked)} was asked.`,
      remedy: 'Export again.',
      measured: found.length,
      expected: asked.length,
    };
  },
};

export const extrasChecks: readonly Check<TechnicalSubject>[] = [chapters, captions];

function chaptersAsked(settings: ExportSettings): ChapterFacts[] {
  if (!formatOf(settings.format).chapters) return [];
  return filmChapters(settings).map(({ first, title }) => ({ start: frameTime(first, settings.frameRate), title }));
}

function captionsAsked(settings: ExportSettings): CaptionFacts[] {
  return embeddedCaptions(settings).map(({ language, cues }) => ({
    language,
    start: cues[0]!.startMs / 1000,
    end: Math.max(...cues.map(({ endMs }) => endMs)) / 1000,
  }));
}

function isSame(one: ChapterFacts | undefined, other: ChapterFacts | undefined): boolean {
  return one?.title === other?.title && areNear(one?.start ?? null, other?.start ?? null);
}

function areSameCaptions(one: CaptionFacts, other: CaptionFacts): boolean {
  // QuickTime has codes of its own, which are not read.
  const isOther = other.language !== null && one.language !== other.language;
  return !isOther && areNear(one.start, other.start) && areNear(one.end, other.end);
}

function areNear(one: number | null, other: number | null): boolean {
  return one === null || other === null ? one === other : Math.abs(one - other) <= tolerance;
}

function captionsInWords({ language, start, end }: CaptionFacts): string {
  const span = start === null || end === null ? 'empty' : `from ${start.toFixed(3)} to ${end.toFixed(3)} s`;
  return `${language ?? 'no language'}, ${span}`;
}

function told(what: string, count: number): Finding {
  return { status: 'info', message: `The file has ${count} ${what}.`, measured: count };
}

function asAsked(what: string, count: number, how: string): Finding {
  return { status: 'pass', message: `${count} ${what}, ${how}.`, measured: count, expected: count };
}
