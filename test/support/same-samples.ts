import { expect } from 'vitest';

/** The same samples to the bit. Vitest's own comparison takes seconds for as many numbers. For tests in Node. */
export function expectSame(actual: readonly Float32Array[], expected: readonly Float32Array[]): void {
  expect(actual.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  actual.forEach((samples, channel) => {
    expect(bytesOf(samples).equals(bytesOf(expected[channel]!)), `channel ${channel}`).toBe(true);
  });
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
