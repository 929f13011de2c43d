import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it, test } from 'vitest';
import type { Composition } from '../../src/composition/composition';
import { ExportError } from '../../src/errors';
import { findPreset, presets } from '../../src/presets/registry';
import { hasErrors } from '../../src/queue/batch-issue';
import { planBatch, type BatchPlan, type BatchSources } from '../../src/queue/batch-plan';
import { batchSchema, type Batch, type BatchItem } from '../../src/queue/batch-schema';
import { tryPlan } from '../../src/queue/batch-dry-run';
import { jsonSchemaOf } from '../support/json-schema-of';
import { matchesSchema } from '../support/json-schema-match';

const schemaPath = `${import.meta.dirname}/../../src/queue/batch.schema.json`;

function composition(id: string, more: Partial<Composition> = {}): Composition {
  const nothing = (): never => {
    throw new Error('Nothing is drawn here.');
  };
  return { id, name: id, width: 640, height: 360, frameRate: 30, durationInFrames: 90, open: nothing, ...more };
}

const broken = new ExportError('invalid-input', {
  detail: 'module-invalid',
  stage: 'configure',
  message: 'broken.ts cannot be bundled.',
  remedy: 'Correct the module.',
});

const sources: BatchSources = {
  compositions: new Map<string, Composition | ExportError>([
    ['sweep', composition('sweep')],
    ['odd', composition('odd', { width: 641 })],
    ['./broken.ts', broken],
  ]),
  presets: new Map(presets.map((preset) => [preset.id, preset])),
  sequences: 'folder',
};

const item = (id: string, more: Partial<BatchItem> = {}): BatchItem => ({
  id,
  composition: 'sweep',
  preset: 'mp4-h264',
  ...more,
});
const plan = (items: readonly unknown[], more: Partial<Batch> = {}): BatchPlan =>
  planBatch({ ...more, items }, sources);
const found = (batch: BatchPlan): [string, string][] => batch.issues.map(({ path, detail }) => [path, detail]);

describe('a batch', () => {
  it('becomes exports, with what items leave open', () => {
    const batch = plan(
      [
        item('a', { fps: '30000/1001', frames: '10-19', width: 320, priority: 'high' }),
        item('b', { preset: 'webm-vp9', out: 'web/b.webm', after: ['a', 'a'], frames: { first: 0, last: 0 }, fps: 60 }),
        item('pictures', { preset: 'png-sequence' }),
      ],
      { maxConcurrent: 2, onError: 'stop' },
    );
    expect(batch.issues).toEqual([]);
    expect(batch).toMatchObject({
      maxConcurrent: 2,
      onError: 'stop',
      items: [
        {
          id: 'a',
          out: 'a.mp4',
          priority: 'high',
          after: [],
          settings: {
            ...{ format: 'mp4', width: 320, height: 180, range: { first: 10, end: 20 } },
            frameRate: { num: 30000, den: 1001 },
          },
        },
        {
          id: 'b',
          out: 'web/b.webm',
          priority: 'normal',
          after: ['a'],
          settings: { width: 640, height: 360, frameRate: { num: 60, den: 1 }, range: { first: 0, end: 1 } },
        },
        { id: 'pictures', out: 'pictures', settings: { range: { first: 0, end: 90 } } },
      ],
    });
    const packed = planBatch(
      { items: [item('pictures', { preset: 'png-sequence' })] },
      { ...sources, sequences: 'zip' },
    );
    expect(packed.items[0]!.out).toBe('pictures.zip');
  });

  it('names everything that is wrong, at once', () => {
    const batch = plan(
      [
        item('a', { composition: 'swoop' }),
        item('b', { preset: 'mp4-h265000' }),
        item('a', { out: 'second.mp4' }),
        item('d', { after: ['nobody', 'e'] }),
        item('e', { after: ['f'] }),
        item('f', { after: ['e'] }),
        item('g', { out: '../../etc/passwd' }),
        item('h', { width: 321, height: 180 }),
        item('i', { composition: 'odd' }),
        item('j', { frames: '80-90' }),
        item('k', { frames: '9-3' }),
        item('l', { composition: './broken.ts' }),
        item('m', { out: 'films/one.mp4' }),
        item('n', { out: 'Films/ONE.mp4' }),
        item('o', { out: 'films/one.mp4/inside.mp4' }),
        item('p', { fps: '30/7000000' }),
        item('q', { preset: 'png-picture' }),
        { ...item('r'), priority: 'soon', colour: 'red' },
        'not an item',
        item('t', { out: 'Manifest.JSON' }),
        item('u', { after: ['u'] }),
        item('v', { after: ['r'] }),
        item('w', { out: 'film.avi' }),
      ],
      { maxConcurrent: 0 },
    );
    expect(found(batch)).toEqual([
      ['maxConcurrent', 'batch-invalid'],
      ['items[0].composition', 'unknown-composition'],
      ['items[1].preset', 'unknown-preset'],
      ['items[2].id', 'duplicate-id'],
      ['items[3].after[0]', 'after-unknown'],
      ['items[4].after', 'after-circle'],
      ['items[6].out', 'out-escapes'],
      ['items[7].width', 'odd-size'],
      ['items[8].width', 'odd-size'],
      ['items[9].frames', 'range-outside'],
      ['items[10].frames', 'range-empty'],
      ['items[11].composition', 'module-invalid'],
      ['items[13].out', 'out-taken'],
      ['items[14].out', 'out-taken'],
      ['items[15].fps', 'frame-rate-out-of-range'],
      ['items[16].frames', 'one-frame-only'],
      ['items[17].priority', 'batch-invalid'],
      ['items[17].colour', 'batch-invalid'],
      ['items[18]', 'batch-invalid'],
      ['items[19].out', 'out-reserved'],
      ['items[20].after', 'after-circle'],
      ['items[22].out', 'extension-differs'],
    ]);
    for (const { message, remedy } of batch.issues) {
      expect(message).toMatch(/\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    }
    expect(batch.issues[1]).toMatchObject({ item: 'a', remedy: 'There are sweep, odd.' });
    expect(batch.issues[17]).toMatchObject({ item: 'r', message: 'items[17].colour is no field of a batch.' });
    expect(batch.issues.at(-1)!.severity).toBe('warning');
  });

  it.each([[null], [undefined], [7], ['x'], [[]], [{}], [{ items: [] }], [{ items: 'all' }], [{ items: {} }]])(
    'that is %j is refused',
    (data) => {
      const batch = planBatch(data, sources);
      expect(hasErrors(batch.issues)).toBe(true);
      expect(batch.items).toEqual([]);
    },
  );

  it('of 1000 items in a chain is taken, of 1001 refused', () => {
    const chain = Array.from({ length: 1001 }, (_, i) => item(`n${i}`, i === 0 ? {} : { after: [`n${i - 1}`] }));
    const batch = plan(chain.slice(0, 1000));
    expect(found(batch)).toEqual([]);
    expect(batch.items).toHaveLength(1000);
    expect(found(plan(chain))).toContainEqual(['items', 'batch-invalid']);
    // The last one waits for the first, which waits for the last.
    const circle = chain.slice(0, 1000).with(0, item('n0', { after: ['n999'] }));
    expect(found(plan(circle))).toEqual([['items[0].after', 'after-circle']]);
  });
});

describe('where a file goes', () => {
  it.each([
    ['..', 'out-escapes'],
    ['a/../../b.mp4', 'out-escapes'],
    ['a/../b.mp4', 'out-escapes'],
    ['/films/a.mp4', 'out-escapes'],
    ['C:/a.mp4', 'out-escapes'],
    ['c:a.mp4', 'out-escapes'],
    ['..\\a.mp4', 'out-unsafe'],
    ['\\\\host\\a.mp4', 'out-unsafe'],
    ['./a.mp4', 'out-unsafe'],
    ['a//b.mp4', 'out-unsafe'],
    ['films/', 'out-unsafe'],
    ['con/a.mp4', 'out-unsafe'],
    ['NUL.mp4', 'out-unsafe'],
    ['.hidden.mp4', 'out-unsafe'],
    ['ab:c.mp4', 'out-unsafe'],
    ['a\u202egnp.mp4', 'out-unsafe'],
    [`${'x'.repeat(256)}.mp4`, 'out-unsafe'],
    [`${'a/'.repeat(20)}b.mp4`, 'out-unsafe'],
    ['report.json', 'out-reserved'],
    ['a\u0000.mp4', 'batch-invalid'],
  ])('is not %j', (out, detail) => {
    expect(found(plan([item('a', { out })]))).toEqual([['items[0].out', detail]]);
  });

  it.each(['a.mp4', 'Straße/Ümläut 1.mp4', 'a/b/c.mp4', 'e\u0301.mp4', 'deep/manifest.json.mp4'])(
    'may be %j',
    (out) => {
      const batch = plan([item('a', { out })]);
      expect(batch.issues).toEqual([]);
      expect(batch.items[0]!.out).toBe(out.normalize('NFC'));
    },
  );
});

// After a change: npx vitest run --project unit test/unit/batch-plan.test.ts -u
test('the published JSON Schema says what the schema says', async () => {
  const published = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Stepframe batch',
    ...jsonSchemaOf(batchSchema),
  };
  const text = await format(JSON.stringify(published), { ...(await resolveConfig(schemaPath)), parser: 'json' });
  await expect(text).toMatchFileSnapshot(schemaPath);
});

test('the published JSON Schema refuses what has a wrong form, and nothing else', async () => {
  const schema = JSON.parse(await readFile(schemaPath, 'utf8')) as Readonly<Record<string, unknown>>;
  const good = { items: [item('a', { fps: 29.97, frames: '0-9', after: [] })], maxConcurrent: 2, onError: 'stop' };
  expect(matchesSchema(schema, good)).toBe(true);
  const values: unknown[] = [
    null,
    -1,
    0,
    0.5,
    17,
    1e9,
    '',
    'x',
    '0-9',
    '30/1',
    'stop',
    'a\u0001',
    [],
    ['a'],
    ['..'],
    {},
  ];
  const keys = [...Object.keys(batchSchema.entries), 'extra', 'toString', 'constructor'];
  const itemKeys = [
    'id',
    'composition',
    'preset',
    'out',
    'priority',
    'after',
    'width',
    'height',
    'fps',
    'frames',
    'extra',
  ];
  let taken = 0;
  const judge = (batch: unknown): void => {
    const formFaults = planBatch(batch, sources).issues.filter(({ detail }) => detail === 'batch-invalid');
    expect(formFaults.length === 0, JSON.stringify(batch)).toBe(matchesSchema(schema, batch));
    taken += Number(formFaults.length === 0);
  };
  for (const value of values) {
    for (const key of keys) judge({ ...good, [key]: value });
    for (const key of itemKeys) judge({ ...good, items: [{ ...good.items[0], [key]: value }] });
  }
  expect(taken).toBeGreaterThan(20);
});

describe('a dry run', () => {
  it('asks of each item what an export asks, the same only once, and adds up', async () => {
    const asked: string[] = [];
    const batch = plan([
      item('a'),
      item('b', { out: 'again.mp4' }),
      item('c', { preset: 'prores-422', frames: '0-29' }),
      item('d', { preset: 'absent' }),
    ]);
    const dry = await tryPlan(batch, {
      canExport: (_composition, { format: id }) => {
        asked.push(id);
        const [message, remedy] = ['No encoder.', 'Choose another.'];
        const issue = { code: 'unsupported', detail: 'no-encoder', path: 'video.codec', message, remedy } as const;
        return Promise.resolve(id === 'mov' ? [{ severity: 'error', ...issue }] : []);
      },
    });
    expect(asked).toEqual(['mp4', 'mov']);
    expect(found({ ...batch, issues: dry.issues })).toEqual([
      ['items[3].preset', 'unknown-preset'],
      ['items[2].preset', 'no-encoder'],
    ]);
    expect(dry.items.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(dry.items[2]).toMatchObject({ out: 'c.mov', width: 640, height: 360, frames: 30, durationSeconds: 1 });
    expect(dry.total.bytes.high).toBe(dry.items.reduce((sum, { bytes }) => sum + bytes.high, 0));
  });

  it.each(presets.map(({ id }) => [id]))('estimates %s as a range', async (id) => {
    const frames = findPreset(id)!.format === 'png' ? '0-0' : undefined;
    const batch = plan([item('a', { preset: id, ...(frames === undefined ? {} : { frames }) })]);
    expect(batch.issues).toEqual([]);
    const { items } = await tryPlan(batch, { canExport: () => Promise.resolve([]) });
    const [{ bytes, seconds, basis }] = items as [(typeof items)[number]];
    expect(bytes.low).toBeGreaterThan(400);
    expect(bytes.high).toBeGreaterThan(bytes.low);
    expect(bytes.high).toBeLessThan(1e9);
    expect(seconds.low).toBeGreaterThan(0);
    expect(seconds.high).toBeGreaterThan(seconds.low);
    expect(basis).toBe('rough');
  });
});
