import { describe, expect, it } from 'vitest';
import { plainText, subRipText, textRuns } from '../../src/formats/captions/cue-text';
import { cutCaptions } from '../../src/formats/captions/cut-captions';
import { captionSidecars, embeddedCaptions } from '../../src/formats/captions/film-captions';
import { canonicalLanguage, threeLetterLanguage } from '../../src/formats/captions/language-codes';
import { parseCaptions } from '../../src/formats/captions/parse-captions';
import { writeSrt } from '../../src/formats/captions/srt';
import { filmChapters } from '../../src/formats/chapters';
import type { ExportSettings } from '../../src/formats/format';

const vtt = (...cues: string[]): string => `WEBVTT\n\n${cues.join('\n\n')}\n`;

describe('captions of a part of a film', () => {
  const times = (fromMs: number, lengthMs: number, ...cues: string[]) =>
    cutCaptions(parseCaptions(vtt(...cues)), fromMs, lengthMs).cues.map(({ startMs, endMs }) => [startMs, endMs]);

  it('count from its beginning, and go no further than it', () => {
    const cues = ['00:01.000 --> 00:03.000\na', '00:03.500 --> 00:04.000\nb', '00:05.000 --> 01:00.000\nc'];
    expect(times(2000, 4000, ...cues)).toEqual([
      [0, 1000],
      [1500, 2000],
      [3000, 4000],
    ]);
    expect(times(0, 60_000, ...cues)).toEqual([
      [1000, 3000],
      [3500, 4000],
      [5000, 60_000],
    ]);
  });

  it('leave out what only touches it, and never outlast a picture that ends within a millisecond', () => {
    expect(times(3000, 1000, '00:01.000 --> 00:03.000\na', '00:04.000 --> 00:05.000\nb')).toEqual([]);
    expect(times(0, 1001.9, '00:00.500 --> 00:09.000\na')).toEqual([[500, 1001]]);
    expect(times(1000 / 3, 1000, '00:00.500 --> 00:01.000\na')).toEqual([[167, 667]]);
  });

  it('shift times within the text, and show what has appeared by then', () => {
    const [cue] = cutCaptions(
      parseCaptions(vtt('00:01.000 --> 00:05.000\none <00:00:02.000>two <00:00:04.000>three')),
      3000,
      4000,
    ).cues;
    expect(cue).toMatchObject({ startMs: 0, endMs: 2000, text: 'one two <00:00:01.000>three' });
  });
});

describe('the text of a caption', () => {
  it('is what is seen of it, with its styles', () => {
    expect(plainText('<v Ada>Tea &amp; <c.loud>cake</c></v>\n<i></i>\n&lt;3')).toBe('Tea & cake\n<3');
    expect(textRuns('a<b>b<i>c</i></b>d')).toEqual([
      { text: 'a', bold: false, italic: false, underline: false },
      { text: 'b', bold: true, italic: false, underline: false },
      { text: 'c', bold: true, italic: true, underline: false },
      { text: 'd', bold: false, italic: false, underline: false },
    ]);
    expect(subRipText('a<b>b<i>c</i></b> --&gt; d')).toBe('a<b>b</b><b><i>c</i></b> -- > d');
  });
});

describe('SubRip', () => {
  it('is written as it was read, with places', () => {
    const places = Array.from({ length: 9 }, (_, i) => `00:00:0${i},000 --> 00:00:09,000\n{\\an${i + 1}}x\n`);
    const captions = parseCaptions(places.join('\n'));
    const written = writeSrt(captions);
    expect(parseCaptions(written)).toEqual(captions);
    expect(written.match(/\{\\an\d\}/g)).toHaveLength(8);
  });

  it('has what it can of WebVTT', () => {
    const text = vtt('id\n01:00:00.500 --> 01:00:01.001 align:right\n<v Ada><u>Hi</u> &amp; <c.x>bye</c></v>', '1:x');
    expect(() => parseCaptions(text)).toThrow();
    const [cue] = parseCaptions(text.replace('\n\n1:x', '')).cues;
    expect(writeSrt({ head: [], cues: [cue!, { ...cue!, text: '<b></b>' }] })).toBe(
      '1\n01:00:00,500 --> 01:00:01,001\n{\\an3}<u>Hi</u> & bye\n',
    );
  });
});

describe('languages', () => {
  it('are those of BCP 47', () => {
    expect(['EN', 'pt-br', 'zh-hant-TW', 'fil', 'und'].map(canonicalLanguage)).toEqual([
      ...['en', 'pt-BR', 'zh-Hant-TW', 'fil', 'und'],
    ]);
    expect(['', 'e', 'english language', 'de_AT', 'x'.repeat(9)].map(canonicalLanguage)).toEqual(Array(5).fill(null));
  });

  it('have three letters in files', () => {
    expect(['en', 'de-AT', 'pt-BR', 'zh-Hant', 'fil', 'ger', 'und'].map(threeLetterLanguage)).toEqual([
      ...['eng', 'deu', 'por', 'zho', 'fil', 'deu', 'und'],
    ]);
    // Every code stands for the language that the runtime takes it for too.
    const two = Array.from({ length: 26 * 26 }, (_, at) =>
      String.fromCharCode(97 + Math.floor(at / 26), 97 + (at % 26)),
    ).filter((code) => threeLetterLanguage(code) !== 'und' && code !== 'tw'); // Twi is taken for Akan there.
    expect(two.length).toBeGreaterThan(180);
    for (const code of two) expect(languageOf(threeLetterLanguage(code))).toBe(languageOf(code));
  });
});

/** Without the script that a code of old stands for. */
const languageOf = (tag: string): string => canonicalLanguage(tag)!.split('-')[0]!;

type Asked = Pick<ExportSettings, 'format' | 'captions' | 'chapters' | 'range' | 'frameRate'>;

const asked: Asked = { format: 'mp4', range: { first: 50, end: 100 }, frameRate: { num: 25, den: 1 } };
const text = vtt('00:01.000 --> 00:02.500\nx');

describe('tracks of captions', () => {
  it('go where the format has a place for them, and beside it otherwise', () => {
    const captions = [
      { language: 'en-GB', label: 'English', text, mode: 'embedded', default: true },
      { language: 'de', text, mode: 'sidecar', sidecarType: 'srt' },
      { language: 'de', text: vtt('00:00.000 --> 00:01.000\nbefore'), mode: 'embedded' },
    ] as const;
    expect(embeddedCaptions({ ...asked, captions })).toMatchObject([
      { language: 'eng', label: 'English', isDefault: true, cues: [{ startMs: 0, endMs: 500, text: 'x' }] },
    ]);
    expect(captionSidecars({ ...asked, captions })).toEqual([
      { suffix: 'de.srt', mimeType: 'application/x-subrip', text: '1\n00:00:00,000 --> 00:00:00,500\nx\n' },
    ]);
    expect(embeddedCaptions({ ...asked, format: 'mxf', captions })).toEqual([]);
    expect(captionSidecars({ ...asked, format: 'mxf', captions }).map(({ suffix }) => suffix)).toEqual([
      ...['en-GB.vtt', 'de.srt'],
    ]);
  });

  it('beside the film have names of their own', () => {
    const track = { language: 'EN', text, mode: 'sidecar' } as const;
    expect(captionSidecars({ ...asked, captions: [track, track] }).map(({ suffix }) => suffix)).toEqual([
      ...['en.vtt', 'en-2.vtt'],
    ]);
  });
});

describe('chapters of a part of a film', () => {
  const cut = (range: ExportSettings['range'], ...starts: number[]) =>
    filmChapters({ range, chapters: starts.map((start) => ({ start, title: String(start) })) });

  it('are those within it, shifted', () => {
    expect(cut({ first: 50, end: 100 }, 0, 60, 99, 100)).toEqual([
      { title: '0', first: 0, end: 10 },
      { title: '60', first: 10, end: 49 },
      { title: '99', first: 49, end: 50 },
    ]);
    expect(cut({ first: 50, end: 100 }, 70)).toEqual([{ title: '70', first: 20, end: 50 }]);
    expect(cut({ first: 50, end: 100 }, 0, 50)).toEqual([{ title: '50', first: 0, end: 50 }]);
    expect(cut({ first: 0, end: 10 }, 10, 20)).toEqual([]);
  });
});
