import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it, test } from 'vitest';
import { ExportError } from '../../src/errors';
import { parsePreset, type Preset } from '../../src/presets/preset';
import { presetFile, readPresetFiles } from '../../src/presets/preset-files';
import { presetSchema } from '../../src/presets/preset-schema';
import { findPreset, presets } from '../../src/presets/registry';
import { jsonSchemaOf } from '../support/json-schema-of';
import { matchesSchema } from '../support/json-schema-match';

const mp4 = findPreset('mp4-h264')!;
const schemaPath = `${import.meta.dirname}/../../src/presets/preset.schema.json`;

const json = (changes: object = {}): string => JSON.stringify({ ...mp4, ...changes });
const file = (content: BlobPart, name = 'a.stepframe-preset.json'): File => new File([content], name);

function thrownBy(text: string): ExportError {
  try {
    parsePreset(text);
  } catch (error) {
    if (error instanceof ExportError) return error;
    throw error;
  }
  throw new Error('The preset was taken.');
}

describe('a preset file', () => {
  test.each(presets.map((preset) => [preset.id, preset] as const))(
    'of %s is read as it was written',
    async (_id, preset) => {
      expect(await readPresetFiles([presetFile(preset)])).toEqual([preset]);
    },
  );

  it('of version 1 is brought up to date', () => {
    expect(parsePreset(json({ version: 1 }))).toEqual(mp4);
  });

  it('is called by its preset, safely', () => {
    expect(presetFile(mp4).name).toBe('MP4 · H.264.stepframe-preset.json');
    expect(presetFile({ ...mp4, name: 'con' }).name).toBe('_con.stepframe-preset.json');
  });

  it('may have a byte order mark', async () => {
    expect(await readPresetFiles([file(`\ufeff${json()}`)])).toEqual([mp4]);
  });
});

describe('a hostile preset file', () => {
  test.each<[what: string, text: string, detail: string, message: string]>([
    ['no JSON', '<html>', 'preset-not-json', 'not valid JSON'],
    ['nothing', '', 'preset-not-json', 'not valid JSON'],
    ['a list', '[]', 'preset-invalid', 'the whole file'],
    ['null', 'null', 'preset-invalid', 'the whole file'],
    ['another schema', json({ schema: 'composition' }), 'preset-invalid', 'schema'],
    ['a future version', json({ version: 3 }), 'preset-newer', 'version 3'],
    ['a far future version', json({ version: 1e300 }), 'preset-newer', 'version 1e+300'],
    ['half a version', json({ version: 1.5 }), 'preset-invalid', 'version'],
    ['version 0', json({ version: 0 }), 'preset-invalid', 'version'],
    ['a version in words', json({ version: '2' }), 'preset-invalid', 'version'],
    ['an unknown field', json({ extra: 1 }), 'preset-invalid', 'extra'],
    ['deep nesting', '{"a":'.repeat(10_000), 'preset-too-deep', 'nested deeper'],
    ['deep lists', json({ platforms: JSON.parse('['.repeat(20) + ']'.repeat(20)) as unknown }), 'preset-too-deep', ''],
    ['100 000 characters', json({ description: 'x'.repeat(100_000) }), 'preset-too-large', 'larger than 64 kB'],
    ['a polluted prototype', `{"__proto__":{"isAdmin":true},${json().slice(1)}`, 'preset-invalid', '__proto__'],
    [
      'one deeper down',
      json().replace('"codec"', '"__proto__":{"isAdmin":true},"codec"'),
      'preset-invalid',
      '__proto__',
    ],
    ['a constructor', json({ constructor: { prototype: {} } }), 'preset-invalid', 'constructor'],
    ['a script for a name', json({ name: '<script>alert(1)</script>' }), 'preset-invalid', 'name'],
    [
      'a script for a description',
      json({ description: '<img src=x onerror=alert(1)>' }),
      'preset-invalid',
      'description',
    ],
    ['a path for a name', json({ name: '../../etc/passwd' }), 'preset-invalid', 'name'],
    ['a path of Windows', json({ name: 'C:\\con' }), 'preset-invalid', 'name'],
    ['dots for a name', json({ name: '..' }), 'preset-invalid', 'name'],
    ['a name written backwards', json({ name: 'a\u202egnp.exe' }), 'preset-invalid', 'name'],
    ['a null character', json({ name: 'a\u0000b' }), 'preset-invalid', 'name'],
    ['a path for an id', json({ id: '../a' }), 'preset-invalid', 'id'],
  ])('of %s gets one clear error', (_what, text, detail, message) => {
    const error = thrownBy(text);
    expect(error).toMatchObject({ code: 'invalid-input', detail, stage: 'configure' });
    expect(error.message).toContain(message);
    expect({}).not.toHaveProperty('isAdmin');
  });

  it('of 100 MB is refused by its size, unread', async () => {
    const huge = file('x', 'huge.json');
    Object.defineProperty(huge, 'size', { value: 100_000_000 });
    Object.defineProperty(huge, 'arrayBuffer', { value: () => Promise.reject(new Error('It was read.')) });
    await expect(readPresetFiles([file(json()), huge])).rejects.toMatchObject({
      detail: 'preset-too-large',
      message: expect.stringContaining('huge.json: ') as string,
    });
  });

  it('is named, safely, among those that can be used', async () => {
    await expect(readPresetFiles([file(json()), file('{', '../b\u202e.json')])).rejects.toMatchObject({
      detail: 'preset-not-json',
      message: 'b .json: The preset file is not valid JSON.',
    });
    await expect(readPresetFiles([file(new Uint8Array([0xff, 0xfe, 0x7b]))])).rejects.toMatchObject({
      detail: 'preset-not-json',
    });
    await expect(readPresetFiles(Array.from({ length: 101 }, () => file(json())))).rejects.toMatchObject({
      detail: 'too-many-presets',
    });
  });

  it('takes no time for what it is made of', () => {
    // A search with a pattern would begin anew at each of these quotes.
    const quotes = '"\\'.repeat(32_000);
    expect(thrownBy(quotes).detail).toBe('preset-not-json');
  });
});

// After a change: npx vitest run --project unit test/unit/preset-files.test.ts -u
test('the published JSON Schema says what the schema says', async () => {
  const published = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Stepframe preset, version 2',
    ...jsonSchemaOf(presetSchema),
  };
  const text = await format(JSON.stringify(published), { ...(await resolveConfig(schemaPath)), parser: 'json' });
  await expect(text).toMatchFileSnapshot(schemaPath);
});

describe('12,000 mutated preset files', () => {
  it('are refused with an ExportError, or are what the published schema says', async () => {
    const schema = JSON.parse(await readFile(schemaPath, 'utf8')) as Readonly<Record<string, unknown>>;
    const random = seeded(20_261_122);
    const counts = { taken: 0, refused: 0 };
    const misjudged: string[] = [];
    for (let i = 0; i < 12_000; i++) {
      const text = mutated(presets[i % presets.length]!, random);
      const preset = tryParse(text);
      counts[preset ? 'taken' : 'refused']++;
      if ((preset !== null) !== matchesSchema(schema, upToDate(text))) misjudged.push(text);
      if (preset) expect(parsePreset(JSON.stringify(preset))).toEqual(preset);
    }
    expect(misjudged).toEqual([]);
    expect(counts.taken).toBeGreaterThan(1000);
    expect(counts.refused).toBeGreaterThan(6000);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect({}).not.toHaveProperty('isAdmin');
  });
});

/** Null: refused. What is thrown besides an `ExportError` is thrown on. */
function tryParse(text: string): Preset | null {
  try {
    return parsePreset(text);
  } catch (error) {
    if (error instanceof ExportError && error.code === 'invalid-input') return null;
    throw new Error(`Not an ExportError, for ${text.slice(0, 2000)}`, { cause: error });
  }
}

/** As the schema of today's version sees it; null where it is no JSON. */
function upToDate(text: string): unknown {
  try {
    const data = JSON.parse(text) as Record<string, unknown> | null;
    return data?.['version'] === 1 ? { ...data, version: 2 } : data;
  } catch {
    return null;
  }
}

const hostileKeys = [
  '__proto__',
  'constructor',
  'toString',
  'extra',
  'width',
  'frameRate',
  'platforms',
  '',
  'a\u0000b',
];
const hostileValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1,
  2,
  3,
  1.5,
  63,
  720,
  1e9,
  1e308,
  -0,
  2 ** 53,
  '',
  'x',
  'x'.repeat(201),
  '<b>',
  '../../a',
  'a\\b',
  'con',
  ' . ',
  '\u202e',
  '\ud800',
  'high',
  'mp4',
  'lossless',
  [],
  [[]],
  ['youtube'],
  ['A b'],
  {},
  { num: 30, den: 1 },
  { num: 30 },
  { pixels: 720 },
  { mode: 'profile' },
  { mode: 'quantizer', quantizer: 20 },
  { codec: 'aac' },
  { isAdmin: true },
];

/** One to three changes of the text or of what it says. */
function mutated(preset: Preset, random: () => number): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  if (random() < 0.4) return mutatedText(JSON.stringify(preset), random);
  const copy = JSON.parse(JSON.stringify(preset)) as Record<string, unknown>;
  for (let changes = Math.ceil(random() * 3); changes > 0; changes--) {
    const place = pick(objectsIn(copy));
    const key = pick([...Object.keys(place), ...Object.keys(place), ...hostileKeys]);
    if (random() < 0.2) Reflect.deleteProperty(place, key);
    // As JSON.parse would: `__proto__` becomes a member.
    else Object.defineProperty(place, key, { value: structuredClone(pick(hostileValues)), ...plainMember });
  }
  return JSON.stringify(copy);
}

const plainMember = { enumerable: true, configurable: true, writable: true } as const;

function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)];
}

function mutatedText(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const length = Math.floor(random() * 20);
  const rest = text.slice(at + length);
  switch (Math.floor(random() * 5)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + rest;
    case 2:
      return text.slice(0, at + length) + text.slice(at);
    case 3:
      return text.slice(0, at) + String.fromCharCode(random() * 128) + text.slice(at + 1);
    default:
      return text.slice(0, at) + '[{"a":'.repeat(length * 100) + rest;
  }
}

/** mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
