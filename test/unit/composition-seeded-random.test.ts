import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../src/composition/seeded-random';

function take(seed: string | number, count: number): number[] {
  const random = createSeededRandom(seed).next;
  return Array.from({ length: count }, random);
}

describe('seeded random', () => {
  it('gives the same sequence for the same seed and another for any other', () => {
    expect(take('particles', 1000)).toEqual(take('particles', 1000));
    expect(take(7, 1000)).toEqual(take('7', 1000));
    const firsts = Array.from({ length: 10_000 }, (_, i) => take(`seed ${i}`, 1)[0]);
    expect(new Set(firsts).size).toBe(10_000);
  });

  it('is the sequence exports were made with: a change would change their pictures', () => {
    expect(take('stepframe', 3)).toMatchInlineSnapshot(`
      [
        0.35313186721006407,
        0.5439192788200169,
        0.034312436120186196,
      ]
    `);
  });

  it('is uniform over [0, 1)', () => {
    const numbers = take('uniform', 200_000);
    expect(Math.min(...numbers.slice(0, 100_000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers.slice(0, 100_000))).toBeLessThan(1);
    const bins = new Array<number>(100).fill(0);
    for (const number of numbers) bins[Math.floor(number * 100)]!++;
    const expected = numbers.length / bins.length;
    const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 99 degrees of freedom: below 148.2 in 99.9 % of fair sequences.
    expect(chiSquare).toBeLessThan(148.2);
  });

  it('does not repeat one number after the other', () => {
    const numbers = take('serial', 100_000);
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    let covariance = 0;
    let variance = 0;
    for (let i = 1; i < numbers.length; i++) {
      covariance += (numbers[i]! - mean) * (numbers[i - 1]! - mean);
      variance += (numbers[i]! - mean) ** 2;
    }
    expect(Math.abs(covariance / variance)).toBeLessThan(0.011);
  });
});
