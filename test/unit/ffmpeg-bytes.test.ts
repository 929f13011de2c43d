import { describe, expect, it } from 'vitest';
import { toAvc, unitsOf } from '../../src/encode/ffmpeg/annex-b';
import { basicUmid, UmidPatch } from '../../src/mux/umid';
import { FieldWeaver } from '../../src/encode/field-weaver';

describe('H.264 units', () => {
  const sps = [0x67, 100, 0, 31, 1];
  const pps = [0x68, 2];
  const slice = [0x65, 3, 0, 0, 2];
  const stream = Uint8Array.from([0, 0, 0, 1, ...sps, 0, 0, 0, 1, ...pps, 0, 0, 1, ...slice, 0, 0]);

  it('are found between start codes, without the zeros around them', () => {
    expect(unitsOf(stream).map((unit) => [...unit])).toEqual([sps, pps, slice]);
  });

  it('get lengths, and leave their parameter sets to the record', () => {
    const { packet, key, record } = toAvc(stream);
    expect([...packet]).toEqual([0, 0, 0, 5, ...slice]);
    expect(key).toBe(true);
    expect([...record!]).toEqual([1, 100, 0, 31, 0xff, 0xe1, 0, 5, ...sps, 1, 0, 2, ...pps, 0xfd, 0xf8, 0xf8, 0]);
  });
});

describe('UMIDs', () => {
  const label = [0x06, 0x0a, 0x2b, 0x34, 0x01, 0x01, 0x01, 0x05, 0x01, 0x01, 0x0d, 0x00, 0x13];
  const zeros = new Uint8Array(18);
  const given = Uint8Array.from([...label, ...Array.from({ length: 19 }, (_, index) => 0xed + index)]);
  const file = Uint8Array.from([
    ...[9, 6, 6, 10, 1],
    ...[...label, ...zeros, 0],
    ...[...label, ...zeros, 1],
    ...[...label, ...zeros, 2],
    ...[6, 10, 43, 52],
  ]);

  it.each([1, 3, 31, 32, 33, 1000])('are set wherever they lie, in pieces of %i bytes', (size) => {
    const patch = new UmidPatch(given);
    const out: number[] = [];
    for (let at = 0; at < file.length; at += size) out.push(...patch.take(file.subarray(at, at + size)));
    out.push(...patch.finish());
    const followers = [0, 1].map((last) => [...given.subarray(0, 31), last]);
    expect(out).toEqual([...file.subarray(0, 5), ...given, ...followers.flat(), ...file.subarray(5 + 96)]);
    expect(patch.count).toBe(3);
  });

  it('have the hash of what they are of', () => {
    const hash = Uint8Array.from({ length: 16 }, (_, index) => index + 1);
    expect([...basicUmid(hash)]).toEqual([...label, 0, 0, 0, ...hash.subarray(0, 15), 0]);
    expect(() => new UmidPatch(hash)).toThrow('32 bytes');
  });
});

describe('fields', () => {
  it('keep their lines: even ones of the first frame, odd ones of the second', () => {
    const frame = (value: number): ArrayBuffer => new Uint8Array(2 * 4 * 5).fill(value).buffer;
    const weaver = new FieldWeaver({ width: 2 });
    expect(weaver.add(frame(1))).toBeNull();
    const woven = new Uint8Array(weaver.add(frame(2))!);
    expect([0, 1, 2, 3, 4].map((line) => [...new Set(woven.subarray(line * 8, line * 8 + 8))])).toEqual([
      [1],
      [2],
      [1],
      [2],
      [1],
    ]);
    expect(weaver.finish()).toBeNull();
    weaver.add(frame(3));
    expect(new Uint8Array(weaver.finish()!)[39]).toBe(3);
  });
});
