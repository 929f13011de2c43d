import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../src/composition/seeded-random';
import { decodeFrame, encodeFrame, encodingMarginBytes } from '../../src/storage/frame-codec';

const opaque = 0xff000000;

/** Codes a frame whatever its length. */
function encode(frame: Int32Array, before: Int32Array): Uint8Array {
  const limit = frame.length * 6;
  const into = new Uint8Array(limit + encodingMarginBytes);
  const length = encodeFrame(frame, before.slice(), into, limit);
  expect(length).not.toBeNull();
  return into.slice(0, length!);
}

/** Codes the frames, each against the one before it, and decodes them again; gives the lengths in bytes. */
function roundTrip(frames: readonly Int32Array[]): number[] {
  const coding = new Int32Array(frames[0]!.length);
  const decoded = new Int32Array(frames[0]!.length);
  const into = new Uint8Array(coding.length * 6 + encodingMarginBytes);
  return frames.map((frame) => {
    const given = frame.slice();
    const length = encodeFrame(frame, coding, into, frame.length * 6)!;
    expect(differing(frame, given)).toBe(0);
    expect(differing(coding, given)).toBe(0);
    expect(decodeFrame(into.slice(0, length), decoded)).toBe(true);
    expect(differing(decoded, given)).toBe(0);
    return length;
  });
}

/** How many pixels differ. */
function differing(a: Int32Array, b: Int32Array): number {
  return a.reduce((sum, pixel, i) => (pixel === b[i] ? sum : sum + 1), 0);
}

/** Every pixel from its place, at several moments. */
function frames(width: number, height: number, pixel: (x: number, y: number, time: number) => number): Int32Array[] {
  return [0, 1, 2].map((time) =>
    Int32Array.from({ length: width * height }, (_, i) => pixel(i % width, Math.floor(i / width), time)),
  );
}

const grey = (value: number): number => opaque | Math.imul(value & 255, 0x010101);

describe('a frame comes back exactly', () => {
  const random = createSeededRandom('frames').next;
  const word = (): number => Math.floor(random() * 2 ** 32);
  const cases: Record<string, readonly Int32Array[]> = {
    'one pixel': frames(1, 1, word),
    'one column': frames(1, 97, (_x, y, time) => grey(y + time)),
    'odd sizes': frames(33, 17, (x, y, time) => grey(x * y + time)),
    'all black': frames(64, 64, () => opaque),
    'all transparent': frames(64, 64, () => 0),
    'all equal, changing': frames(61, 64, (_x, _y, time) => grey(time * 90)),
    'noise in all four bytes': frames(63, 65, word),
    'opaque noise': frames(63, 65, () => word() | opaque),
    'alternating pixels': frames(50, 50, (x, y, time) => ((x + y + time) % 2 ? -1 : opaque)),
    'alternating alpha': frames(50, 50, (x, y, time) => ((x + y + time) % 2 ? 0x80123456 : 0x10123456) | 0),
    'a gradient that moves': frames(200, 90, (x, y, time) => grey((x + y) / 2 + 3 * time)),
    'fading noise': ((): Int32Array[] => {
      const noise = Array.from({ length: 5000 }, () => random() * 255);
      return frames(100, 50, (x, y, time) => grey(noise[y * 100 + x]! * (1 - time / 50)));
    })(),
    'unchanged but for a spot': frames(120, 80, (x, y, time) => (x - 9 * time === 50 && y === 40 ? -1 : grey(x * 3))),
    'runs of every length near a byte': frames(2000, 1, (x, _y, time) =>
      grey(Math.floor(Math.sqrt(2 * x + 300 * time)) * 37),
    ),
  };

  it.each(Object.entries(cases))('%s', (_name, sequence) => {
    roundTrip(sequence);
  });

  it.each([-256, -255, -129, -128, -33, -32, -9, -8, -5, -4, -3, -2, -1, 1, 2, 3, 4, 7, 8, 31, 32, 127, 128, 255])(
    'channels %i apart',
    (step) => {
      const channels = [0, 1, 2, 3].flatMap((channel) => [
        frames(40, 9, (x) => Math.imul(x & 1 ? step : 0, 1 << (8 * channel))),
        frames(40, 9, (x, _y, time) => (x * 0x01234567 + Math.imul(time * step, 1 << (8 * channel))) | 0),
      ]);
      channels.forEach(roundTrip);
    },
  );

  it('random changes of random pixels', () => {
    const frame = new Int32Array(3000);
    const sequence = Array.from({ length: 60 }, () => {
      for (let change = Math.floor(random() * 40); change > 0; change--) {
        const start = Math.floor(random() * frame.length);
        const value = random() < 0.5 ? word() : (frame[start]! + Math.floor(random() * 12)) | 0;
        frame.fill(value, start, start + Math.floor(random() ** 4 * 400));
      }
      return frame.slice();
    });
    roundTrip(sequence);
  });
});

describe('the length', () => {
  it('of a frame like the one before is a run', () => {
    const [first] = frames(640, 360, (x, y) => grey(x ^ y));
    const [, second] = roundTrip([first!, first!]);
    // The run, and perhaps a change of base.
    expect(second).toBeLessThanOrEqual(6);
  });

  it('of a moving gradient is a small part of its pixels', () => {
    const lengths = roundTrip(frames(640, 360, (x, y, time) => grey((x + y) / 4 + time)));
    for (const length of lengths) expect(length).toBeLessThan(640 * 360);
  });

  it('is never more than the limit, nor is anything written beyond the margin', () => {
    const random = createSeededRandom('limit').next;
    const noise = Int32Array.from({ length: 100_000 }, () => Math.floor(random() * 2 ** 32));
    const limit = 50_000;
    const into = new Uint8Array(limit + encodingMarginBytes + 100);
    expect(encodeFrame(noise, new Int32Array(noise.length), into, limit)).toBeNull();
    expect(into.subarray(limit + encodingMarginBytes)).toEqual(new Uint8Array(100));

    const few = noise.subarray(0, 10);
    const { length } = encode(few, new Int32Array(10));
    expect(encodeFrame(few, new Int32Array(10), into, length)).toBe(length);
    expect(encodeFrame(few, new Int32Array(10), into, length - 1)).toBeNull();
  });
});

describe('bytes that are no frame', () => {
  const before = new Int32Array(400);
  const coded = encode(
    Int32Array.from({ length: 400 }, (_, x) => grey(Math.floor(x / 40) * 9)),
    before,
  );

  it('too few', () => {
    for (let length = 0; length < coded.length; length++) {
      expect(decodeFrame(coded.slice(0, length), before.slice())).toBe(false);
    }
  });

  it('too many', () => {
    expect(decodeFrame(Uint8Array.from([...coded, 0]), before.slice())).toBe(false);
  });

  it('a run beyond the end, or of a negative length', () => {
    expect(decodeFrame(Uint8Array.of(0xfd, 0x91, 1, 0, 0), before.slice())).toBe(false);
    expect(decodeFrame(Uint8Array.of(0xfd, 0xff, 0xff, 0xff, 0xff), before.slice())).toBe(false);
    expect(decodeFrame(Uint8Array.of(0xfd, 0x90, 1, 0, 0), before.slice())).toBe(true);
  });

  it('any bytes at all end in an answer', () => {
    const random = createSeededRandom('damage').next;
    for (let turn = 0; turn < 500; turn++) {
      const damaged = coded.slice();
      damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
      expect(typeof decodeFrame(damaged, before.slice())).toBe('boolean');
    }
  });
});
