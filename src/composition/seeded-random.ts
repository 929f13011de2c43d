/**
 * Uniform random numbers in [0, 1) with 53 bits each; the same seed always gives the same sequence.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand 0.93, `RNG/sfc.h`), which passes PractRand and BigCrush. Its
 * three words come from splitmix32 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014, in
 * the 32-bit form with MurmurHash3's finaliser) over the FNV-1a hash of the seed; as in PractRand, the counter starts
 * at 1 and the first 12 numbers are dropped.
 */
export function createSeededRandom(seed: string | number): SeededRandom {
  const word = splitmix32(fnv1a(String(seed)));
  const generator = sfc32([word(), word(), word(), 1]);
  for (let i = 0; i < 12; i++) generator.next();
  return {
    // 53 bits from two words, as genrand_res53 of Matsumoto and Nishimura's MT19937.
    next: () => ((generator.next() >>> 5) * 2 ** 26 + (generator.next() >>> 6)) / 2 ** 53,
    snapshot: generator.snapshot,
    restore: generator.restore,
  };
}

/** Where a sequence stands: the three words of sfc32 and its counter. */
export type RandomState = readonly [number, number, number, number];

export interface SeededRandom {
  readonly next: () => number;
  readonly snapshot: () => RandomState;
  /** The sequence goes on from where it stood when `state` was taken. */
  readonly restore: (state: RandomState) => void;
}

function sfc32([a, b, c, counter]: RandomState): SeededRandom {
  return {
    next() {
      const sum = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      return sum >>> 0;
    },
    snapshot: () => [a, b, c, counter],
    restore: (state) => {
      [a, b, c, counter] = state;
    },
  };
}

function splitmix32(state: number): () => number {
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  };
}

/** FNV-1a, 32 bits, over UTF-16 code units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
