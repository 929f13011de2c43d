import { describe, expect, it } from 'vitest';
import { FileNames } from '../../src/queue/file-names';
import { reordered } from '../../src/queue/turn';

const list = (...orders: number[]) => orders.map((order, i) => ({ id: 'abcdefgh'[i]!, order }));

/** Ids in order, after a move. */
function moved(id: string, others: { id: string; order: number }[], before: string | null): string {
  const orders = reordered(id, others, before);
  const all = [...others, { id, order: 0 }].map((each) => ({ ...each, order: orders.get(each.id) ?? each.order }));
  expect(new Set(all.map(({ order }) => order)).size).toBe(all.length);
  return all
    .sort((one, other) => one.order - other.order)
    .map((each) => each.id)
    .join('');
}

describe('moving a job', () => {
  it('changes it alone where there is a number between', () => {
    expect(reordered('x', list(1, 2), 'b')).toEqual(new Map([['x', 1.5]]));
    expect(reordered('x', list(1, 2), 'a')).toEqual(new Map([['x', 0]]));
    expect(reordered('x', list(1, 2), null)).toEqual(new Map([['x', 3]]));
    expect(reordered('x', [], null)).toEqual(new Map([['x', 0]]));
  });

  it('numbers all anew where there is none', () => {
    const next = 1 + Number.EPSILON;
    expect(moved('x', list(1, next, 3), 'b')).toBe('axbc');
    expect(moved('x', list(2, 2, 2), 'b')).toBe('axbc');
  });

  it('goes on as often as one likes', () => {
    let others = list(1, 2);
    for (let times = 0; times < 200; times++) {
      const orders = reordered('x', others, 'b');
      expect(moved('x', others, 'b')).toBe('axb');
      others = [
        { id: 'a', order: orders.get('x')! },
        { id: 'b', order: orders.get('b') ?? others[1]!.order },
      ];
    }
  });
});

describe('names of files', () => {
  it('are safe, and no two are one, in any case', () => {
    const names = new FileNames(['intro.MP4']);
    names.add('chosen.mp4');
    expect(['Intro', 'Intro', 'a/b', 'Chosen'].map((name) => names.free(name, 'mp4'))).toEqual([
      ...['Intro (2).mp4', 'Intro (3).mp4', 'a b.mp4', 'Chosen (2).mp4'],
    ]);
    const many = new Set(Array.from({ length: 600 }, () => names.free('same', 'webm')));
    expect(many.size).toBe(600);
    expect(names.free('same', 'webm')).toBe('same (601).webm');
  });
});
