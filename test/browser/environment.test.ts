import { expect, it } from 'vitest';

it('runs in a browser with WebCodecs', () => {
  expect(typeof VideoEncoder).toBe('function');
});
