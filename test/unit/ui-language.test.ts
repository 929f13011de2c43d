import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ExportError } from '../../src/errors';
import { figureTexts, frameCount } from '../../src/ui/display-text';
import { headlineOf, problemLine, problemWords } from '../../src/ui/error-text';
import { addTranslation, setLanguage } from '../../src/ui/language/language';
import {
  formatByteRange,
  formatBytes,
  formatList,
  formatMoment,
  formatShare,
} from '../../src/ui/language/number-format';
import { presetGroups } from '../../src/ui/preset-groups';
import { quoted } from '../../src/ui/panels/panel-text';

afterAll(() => setLanguage(null));

const moment = Date.UTC(2026, 0, 2, 12);
const figures = (): string[] => [
  frameCount(1),
  frameCount(1800),
  figureTexts.fps({ rate: 29.97 }),
  formatBytes(8_431_220),
  formatByteRange(3_100_000, 3_600_000),
  formatShare(0.42),
  formatList(['a', 'b', 'c']),
  formatMoment(moment).replace(/\s?\d+:\d+.*/, ''),
];

describe('figures are written as in', () => {
  it.each([
    ['en-GB', ['1 frame', '1,800 frames', '29.97 fps', '8.4 MB', '3.1–3.6 MB', '42%', 'a, b and c', '2 Jan 2026,']],
    ['de', ['1 Bild', '1.800 Bilder', '29,97 fps', '8,4 MB', '3,1–3,6 MB', '42 %', 'a, b und c', '02.01.2026,']],
    ['ja', ['1フレーム', '1,800フレーム', '29.97 fps', '8.4 MB', '3.1～3.6 MB', '42%', 'a、b、c', '2026/01/02']],
  ])('%s', async (tag, expected) => {
    await setLanguage(tag);
    expect(figures().map((text) => text.replaceAll('\u00a0', ' '))).toEqual(expected);
  });
});

describe('in German', () => {
  beforeEach(() => setLanguage('de'));

  it('presets are found by what they are called, and by what the core calls them', () => {
    const nothing = { own: [], favourites: [], recent: [] };
    const ids = (words: string) => presetGroups(nothing, words).flatMap(({ presets }) => presets.map(({ id }) => id));
    expect(ids('vorschau entwurf')).toEqual(['preview-draft']);
    expect(ids('preview draft')).toEqual(['preview-draft']);
  });

  it('a failure has a headline by its code, and what the core says below; some have words of their own', () => {
    const about = { stage: 'render', message: 'Frame 7 threw.', remedy: 'Mend it.' } as const;
    const thrown = new ExportError('capture', { detail: 'render-threw', ...about });
    expect(problemWords(thrown)).toMatchObject({ message: about.message, remedy: about.remedy, remedyLanguage: 'en' });
    // What is announced is of one language.
    expect(problemLine(thrown)).toBe(headlineOf(thrown));
    expect(headlineOf(thrown)).toBe('Ein Bild konnte nicht aufgenommen werden.');
    const full = new ExportError('storage-quota', { detail: 'disk-full', ...about });
    expect(problemWords(full)).toMatchObject({
      headline: 'Der Browser hat keinen Platz mehr für den Export.',
      message: null,
    });
  });

  it('names are put in as they are', () => {
    expect(quoted('$& {count} $1')).toBe('„$& {count} $1“');
  });
});

it('a language with more forms than English gets them', async () => {
  addTranslation('pl', {
    figures: {
      frames: { one: '{count} klatka', few: '{count} klatki', many: '{count} klatek', other: '{count} klatki' },
    },
  });
  await setLanguage('pl');
  expect([1, 3, 5].map(frameCount)).toEqual(['1 klatka', '3 klatki', '5 klatek']);
});
