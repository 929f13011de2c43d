import { createSHA256 } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../src/quality/file-hash';

const megabyte = Uint8Array.from({ length: 1 << 20 }, (_, index) => (index * 2654435761) >>> 24);
const parts = (count: number): Blob => new Blob(Array.from({ length: count }, () => megabyte));

async function known(count: number): Promise<string> {
  const hasher = (await createSHA256()).init();
  for (let part = 0; part < count; part++) hasher.update(megabyte);
  return hasher.digest('hex');
}

describe('SHA-256 of a file', () => {
  it('is the same at once, in pieces, and in whatever time there is', async () => {
    expect(await sha256Of(parts(3), null)).toBe(await known(3));
    expect(await sha256Of(parts(3), 1)).toBe(await known(3));
    // Larger than what is small, and within its time.
    expect(await sha256Of(parts(70), null)).toBe(await known(70));
  });

  it('is left out where a file is too large both for its time and to be in memory', async () => {
    // Of parts that are one: a browser has them all the same.
    expect(await sha256Of(parts(520), 10)).toBeNull();
  });
});
