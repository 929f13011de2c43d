import { describe, expect, it, test } from 'vitest';
import type { Composition } from '../../src/composition/composition';
import { ExportError } from '../../src/errors';
import { outputName, outputNameTokens, type OutputNameSource } from '../../src/presets/output-name';
import { settingsFor } from '../../src/presets/preset';
import { findPreset } from '../../src/presets/registry';
import { freeFileName, safeFileName } from '../../src/presets/safe-file-name';

const composition: Composition = {
  ...{
    id: 'clip',
    name: 'Clip',
    width: 1280,
    height: 720,
    frameRate: { num: 30_000, den: 1001 },
    durationInFrames: 300,
  },
  open: () => {
    throw new Error('A name opens nothing.');
  },
};
const settings = settingsFor(findPreset('prores-422-hq')!, composition);
const source = (more: Partial<OutputNameSource> = {}): OutputNameSource => ({
  ...{ composition: 'Clip', preset: 'HQ', settings, date: new Date(2026, 0, 9, 8, 5, 3) },
  ...more,
});
const bytes = (text: string): number => new TextEncoder().encode(text).length;

describe('a template', () => {
  test.each([
    ['{composition}', 'Clip.mov'],
    ['{composition} {preset} {width}x{height}', 'Clip HQ 1280x720.mov'],
    ['{date} {time}', '2026-01-09 08-05-03.mov'],
    ['{fps} {frames} {first}-{last}', '29.97 300 0-299.mov'],
    ['{codec}_{profile}_{format}', 'prores_422-hq_mov.mov'],
    ['{counter:3} {first:4}', '001 0000.mov'],
    ['plain', 'plain.mov'],
    ['', 'export.mov'],
    ['a/{composition}\\b', 'a Clip b.mov'],
    ['{composition:5}', 'Clip.mov'],
  ])('%j is %j', (template, name) => expect(outputName(template, source())).toBe(name));

  it('knows every token that it lists', () => {
    for (const token of outputNameTokens) expect(outputName(`{${token}}`, source())).not.toContain('{');
    expect(outputName('{preset}', { composition: 'Clip', settings })).toBe('custom.mov');
    expect(outputName('{date}', { composition: 'Clip', settings })).toMatch(/^\d{4}-\d\d-\d\d\.mov$/);
  });

  test.each([
    ['{compositon}', 'unknown-token', '{compositon}'],
    ['{}', 'unknown-token', '{}'],
    ['{toString}', 'unknown-token', '{toString}'],
    ['{__proto__}', 'unknown-token', '{__proto__}'],
    ['{counter:03}', 'template-invalid', '{counter:03}'],
    ['{counter', 'template-invalid', '{counter'],
    ['a}b', 'template-invalid', 'a}b'],
    ['{{width}}', 'template-invalid', '{'],
  ])('%j is refused', (template, detail, told) => {
    let error: unknown;
    try {
      outputName(template, source());
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ExportError);
    expect(error).toMatchObject({ code: 'invalid-input', detail, message: expect.stringContaining(told) as string });
    if (detail !== 'unknown-token') return;
    for (const token of outputNameTokens) expect((error as ExportError).remedy).toContain(`{${token}}`);
  });

  it('counts on where names are taken', () => {
    expect(outputName('{composition} {counter}', source({ taken: ['clip 1.MOV', 'Clip 2.mov', 'Clip 4.mov'] }))).toBe(
      'Clip 3.mov',
    );
    expect(outputName('{composition}', source({ taken: ['CLIP.mov', 'Clip (2).mov'] }))).toBe('Clip (3).mov');
    expect(outputName('{composition}', source({ taken: ['Clip.mp4'] }))).toBe('Clip.mov');
    const accented = source({ composition: 'Ete\u0301', taken: ['\u00c9T\u00c9.mov', 'e\u0301te\u0301.mov'] });
    expect(outputName('{composition}', accented)).toBe('Et\u00e9.mov');
  });

  it('finds a name where the counter is cut off', () => {
    const template = `${'x'.repeat(300)}{counter}`;
    const first = outputName(template, source());
    const second = outputName(template, source({ taken: [first] }));
    expect([bytes(first), bytes(second)]).toEqual([255, 255]);
    expect(second.endsWith('x (2).mov')).toBe(true);
  });

  it('has no extension for a folder of pictures', () => {
    expect(outputName('{composition}', source({ settings: { ...settings, format: 'png-sequence' } }))).toBe('Clip');
  });
});

describe('a safe name', () => {
  test.each([
    ['con', '_con.mov'],
    ['Nul.tar', '_Nul.tar.mov'],
    ['COM¹', '_COM¹.mov'],
    ['lpt0 .x', '_lpt0 .x.mov'],
    ['console', 'console.mov'],
    ['..', 'export.mov'],
    ['.hidden', 'hidden.mov'],
    ['end. . ', 'end.mov'],
    ['a:b*c?"<>|d', 'a b c d.mov'],
    ['a\u0000\u001f\u0085\n\tb', 'a b.mov'],
    ['photo\u202egnp', 'photo gnp.mov'],
    ['half\ud83d', 'half.mov'],
    ['e\u0301', '\u00e9.mov'],
    ['👩‍👩‍👧', '👩‍👩‍👧.mov'],
  ])('of %j is %j', (name, safe) => expect(safeFileName(name, 'mov')).toBe(safe));

  it('is cut between characters as people see them', () => {
    const family = '👩‍👩‍👧';
    const name = safeFileName(family.repeat(40), 'mov');
    expect(name).toBe(`${family.repeat(Math.floor(251 / bytes(family)))}.mov`);
    // One character of 300 bytes.
    expect(safeFileName(`con e${'\u0301'.repeat(150)}`, 'mov')).toBe('_con.mov');
    expect(safeFileName(`e${'\u0301'.repeat(150)}`, 'mov')).toBe('export.mov');
  });

  it('is safe whatever it is made of, and then stays as it is', () => {
    const random = seeded(7);
    const pieces = [
      ...['con', 'PRN', 'com1', '.', ' ', '/', '\\', ':', '\u0000', '\u202e', '\ud800', '\udc00', '\u0301', '\u0338'],
      ...[
        '🎬',
        '👩‍👩‍👧',
        'a',
        'É',
        'ﬁ',
        'ß',
        'İ',
        '\u2001',
        '\u1ffd',
        '\u037e',
        '\u3000',
        '\u00a0',
        '\ufeff',
        '\u200d',
        '(2)',
      ],
    ];
    for (let i = 0; i < 5000; i++) {
      const length = Math.floor(random() ** 3 * 300);
      const name = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      const extension = ['mov', 'stepframe-preset.json', ''][i % 3]!;
      const safe = safeFileName(name, extension);
      const end = extension === '' ? '' : `.${extension}`;
      const stem = safe.slice(0, safe.length - end.length);
      expect(safe.endsWith(end)).toBe(true);
      expect(bytes(safe)).toBeLessThanOrEqual(255);
      expect(safe).toBe(safe.normalize('NFC'));
      expect(stem).toMatch(/^[^ .](?:.*[^ .])?$/u);
      expect(safe).not.toMatch(/[<>:"/\\|?*\u0000-\u001f\u007f-\u009f\u202a-\u202e]|\p{Cs}/u);
      expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d) *(\.|$)/i);
      expect(safeFileName(stem, extension)).toBe(safe);
      const second = freeFileName(name, extension, [safe.toUpperCase()]);
      expect(second.toLowerCase()).not.toBe(safe.toLowerCase());
      expect(bytes(second)).toBeLessThanOrEqual(255);
    }
  });
});

/** A linear congruential generator (Numerical Recipes). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}
