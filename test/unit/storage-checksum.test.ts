import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../src/storage/checksum';

async function checksum(value: unknown): Promise<string> {
  return (await fingerprintOf(value)).checksum;
}

const bytes = [1, 2, 3, 4, 5, 6, 7, 8];
const buffer = (): ArrayBuffer => new Uint8Array(bytes).buffer;

/** No two of these are the same to a structured clone. */
const different: [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['true', true],
  ['false', false],
  ['0', 0],
  ['-0', -0],
  ['1', 1],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['1n', 1n],
  ["''", ''],
  ["'1'", '1'],
  ["'null'", 'null'],
  ["'ä'", 'ä'],
  ['[]', []],
  ['[1]', [1]],
  ['[[1]]', [[1]]],
  ['[1, 2]', [1, 2]],
  ['[2, 1]', [2, 1]],
  ['[12]', [12]],
  ['[null]', [null]],
  ['[undefined]', [undefined]],
  ['{}', {}],
  ['{ a: 1 }', { a: 1 }],
  ['{ b: 1 }', { b: 1 }],
  ['{ a: undefined }', { a: undefined }],
  ['{ a: { b: 1 } }', { a: { b: 1 } }],
  ["['a', 1]", ['a', 1]],
  ['ArrayBuffer', buffer()],
  ['Uint8Array', new Uint8Array(buffer())],
  ['Int8Array', new Int8Array(buffer())],
  ['Uint8ClampedArray', new Uint8ClampedArray(buffer())],
  ['Uint16Array', new Uint16Array(buffer())],
  ['Float32Array', new Float32Array(buffer())],
  ['Float64Array', new Float64Array(buffer())],
  ['DataView', new DataView(buffer())],
  ['a shorter view', new Uint8Array(buffer(), 0, 7)],
  ['a later view', new Uint8Array(buffer(), 1)],
  ['new Map()', new Map()],
  ['Map a → 1', new Map([['a', 1]])],
  ['Map 1 → a', new Map([[1, 'a']])],
  ['new Set()', new Set()],
  ["Set 'a', 1", new Set<unknown>(['a', 1])],
  ["Set 1, 'a'", new Set<unknown>([1, 'a'])],
  ['a date', new Date(0)],
  ['a later date', new Date(1)],
  ['an error', new Error('a')],
  ['another error', new Error('b')],
  ['a type error', new TypeError('a')],
];

describe('the checksum of what is stored', () => {
  it('tells apart all that a structured clone can', async () => {
    const seen = new Map<string, string>();
    for (const [name, value] of different) {
      const sum = await checksum(value);
      expect(sum).toMatch(/^[0-9a-f]{16}$/);
      expect(seen.get(sum), `${name} has the checksum of`).toBeUndefined();
      seen.set(sum, name);
    }
  });

  it.each(different)('of %s is that of its structured clone', async (_name, value) => {
    expect(await checksum(structuredClone(value))).toBe(await checksum(value));
  });

  it('does not depend on the order in which keys were set', async () => {
    const one = { a: 1, b: { c: [1, 2], d: 'x' }, 10: true, 9: false };
    const other = { 9: false, b: { d: 'x', c: [1, 2] }, 10: true, a: 1 };
    expect(await checksum(one)).toBe(await checksum(other));
  });

  it('does not take where one value ends for part of the next', async () => {
    expect(await checksum(['ab', 'c'])).not.toBe(await checksum(['a', 'bc']));
    expect(await checksum(['number 1 1'])).not.toBe(await checksum([1]));
    expect(await checksum([[1], [2]])).not.toBe(await checksum([[1, 2], []]));
    expect(await checksum([new Uint8Array([1]), new Uint8Array([2])])).not.toBe(
      await checksum([new Uint8Array([1, 2]), new Uint8Array([])]),
    );
  });

  it('reads a view alone of a larger buffer', async () => {
    const large = new Uint8Array([9, 9, ...bytes, 9]);
    expect(await checksum(large.subarray(2, 10))).toBe(await checksum(new Uint8Array(bytes)));
  });

  it('finds any one bit that has changed', async () => {
    const data = new Uint8Array(64).map((_, index) => index * 7);
    const sums = new Set([await checksum({ data })]);
    for (let bit = 0; bit < data.length * 8; bit++) {
      const changed = data.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      sums.add(await checksum({ data: changed }));
    }
    expect(sums.size).toBe(data.length * 8 + 1);
  });

  it('is right for values that are asked for at once', async () => {
    const values = Array.from({ length: 50 }, (_, index) => new Uint8Array(1000).fill(index));
    const together = await Promise.all(values.map(checksum));
    const oneByOne: string[] = [];
    for (const value of values) oneByOne.push(await checksum(value));
    expect(together).toEqual(oneByOne);
    expect(new Set(together).size).toBe(values.length);
  });

  it('knows about how many bytes a value takes', async () => {
    const { byteLength } = await fingerprintOf({ data: new Uint8Array(100_000) });
    expect(byteLength).toBeGreaterThanOrEqual(100_000);
    expect(byteLength).toBeLessThan(100_200);
  });
});
