import { codeOfLight } from './linear-codes';

/** Tags of TIFF 6.0 and DNG 1.4 that say where pixels are, and what. */
const tags = { width: 256, height: 257, bits: 258, compression: 259, photometric: 262, offset: 273, timeCodes: 51_043 };
const linearRaw = 34_892;

export interface DngPicture {
  width: number;
  height: number;
  /** Blue, green, red and 255. */
  read(into: Uint8Array<ArrayBuffer>): void;
}

/** A CinemaDNG frame of linear light, as 8-bit sRGB. @throws Error for any other DNG */
export function readDng(file: Uint8Array<ArrayBuffer>): DngPicture {
  const entries = directoryOf(file);
  const value = (tag: number): number => {
    const entry = entries.get(tag);
    if (!entry) throw new Error(`The DNG has no tag ${tag}.`);
    return entry.value;
  };
  const [width, height, offset] = [value(tags.width), value(tags.height), value(tags.offset)];
  const isLinear = value(tags.photometric) === linearRaw && value(tags.compression) === 1;
  if (!isLinear || entries.get(tags.bits)?.count !== 3) throw new Error('The DNG is not of linear light in 16 bits.');
  if (offset + width * height * 6 > file.length) throw new Error('The DNG is cut off.');
  return {
    width,
    height,
    read(into) {
      const light = new Uint16Array(file.slice(offset, offset + width * height * 6).buffer);
      for (let from = 0, to = 0; from < light.length; from += 3, to += 4) {
        into[to] = codeOfLight(light[from + 2]! / 65_535);
        into[to + 1] = codeOfLight(light[from + 1]! / 65_535);
        into[to + 2] = codeOfLight(light[from]! / 65_535);
        into[to + 3] = 255;
      }
    },
  };
}

/** As it was encoded: the time at which a frame is due is written when the sequence is. */
export function withoutTimecode(file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const timeCodes = directoryOf(file).get(tags.timeCodes);
  return timeCodes ? file.slice().fill(0, timeCodes.value, timeCodes.value + 8) : file;
}

/** The first directory. Of what takes more than four bytes the value is where it lies. */
function directoryOf(file: Uint8Array<ArrayBuffer>): Map<number, { count: number; value: number }> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const at = view.getUint32(4, true);
  if (view.getUint32(0, true) !== 0x002a_4949 || at + 2 > file.length) throw new Error('The file is no DNG.');
  const count = view.getUint16(at, true);
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const entry = at + 2 + 12 * index;
      const isShort = view.getUint16(entry + 2, true) === 3 && view.getUint32(entry + 4, true) === 1;
      const value = isShort ? view.getUint16(entry + 8, true) : view.getUint32(entry + 8, true);
      return [view.getUint16(entry, true), { count: view.getUint32(entry + 4, true), value }];
    }),
  );
}
