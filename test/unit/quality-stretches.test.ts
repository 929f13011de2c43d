import { expect, test } from 'vitest';
import { spread, stretchesOf } from '../../src/quality/film-stretches';

const seconds = (count: number, step: number): number[] => Array.from({ length: count }, (_, index) => index * step);

test('a film is cut where key frames are, into stretches of a second at least', () => {
  const times = seconds(120, 1 / 30);
  const table = { times, durations: times.map(() => 1 / 30), keys: times.map((_, index) => index % 45 === 0) };
  const stretches = stretchesOf(table);
  expect(stretches.map(({ from }) => from)).toEqual([0, 1.5, 3]);
  expect(stretches.map(({ to }) => to)).toEqual([1.5, 3, expect.closeTo(4, 9)]);
});

test('of a film of key frames alone a stretch lasts a second', () => {
  const times = seconds(75, 1 / 25);
  const stretches = stretchesOf({ times, durations: times.map(() => 1 / 25), keys: times.map(() => true) });
  expect(stretches.map(({ from }) => from)).toEqual([0, 1, 2]);
});

test('frames that are decoded before they are shown do not cut it otherwise', () => {
  const times = [0, 0.08, 0.04, 0.12, 1.2, 1.28, 1.24];
  const keys = [true, false, false, false, true, false, false];
  const stretches = stretchesOf({ times, durations: times.map(() => 0.04), keys });
  expect(stretches).toEqual([
    { from: 0, to: 1.2 },
    { from: 1.2, to: expect.closeTo(1.32, 9) as number },
  ]);
});

test.each([0, 1, 2, 3, 7, 8, 13])(
  'the beginnings of %i in spread order lie far apart, and each comes once',
  (count) => {
    const items = seconds(count, 1);
    const order = spread(items);
    expect(order.toSorted((one, other) => one - other)).toEqual(items);
    if (count > 0) expect(order[0]).toBe(0);
    if (count >= 7) {
      const gaps = order.slice(0, 4).toSorted((one, other) => one - other);
      for (let index = 1; index < 4; index++) expect(gaps[index]! - gaps[index - 1]!).toBeGreaterThanOrEqual(count / 8);
    }
  },
);
