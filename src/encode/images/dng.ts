import { linearOf } from './linear-light';

/** A CinemaDNG frame: DNG 1.4, linear light of three components (PhotometricInterpretation LinearRaw), 16 bits, not packed. */
export interface DngPicture {
  width: number;
  height: number;
  /** Frames per second. */
  frameRate: { num: number; den: number };
}

/** Field types of TIFF 6.0, section 2, and their bytes. */
const types = { byte: 1, ascii: 2, short: 3, long: 4, rational: 5, srational: 10, float: 11 } as const;
const typeBytes = { byte: 1, ascii: 1, short: 2, long: 4, rational: 8, srational: 8, float: 4 } as const;

interface Field {
  tag: number;
  type: keyof typeof types;
  /** Rationals as numerator and denominator, one after the other. */
  values: readonly number[];
}

/** CIE XYZ to linear BT.709 with its white, D65 (IEC 61966-2-1, annex F), in units of 1/10000. */
const fromXyz = [32406, -15372, -4986, -9689, 18758, 415, 557, -2040, 10570];

const linearRaw = 34892;
const d65 = 21;

/** 16-bit linear light of every 8-bit code. */
const linear16 = Uint16Array.from({ length: 256 }, (_, code) => Math.round(linearOf(code) * 65535));

/** @param bgra `width × height × 4` bytes of sRGB: blue, green, red, unused */
export function encodeDng({ width, height, frameRate }: DngPicture, bgra: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const pixelBytes = width * height * 6;
  const fields = fieldsOf({ width, height, frameRate });
  const directoryBytes = 2 + fields.length * 12 + 4;
  const outside = fields.map(({ type, values }) => {
    const bytes = byteLengthOf(type, values);
    return bytes <= 4 ? 0 : bytes + (bytes & 1);
  });
  const header = 8 + directoryBytes + outside.reduce((sum, bytes) => sum + bytes, 0);
  const file = new Uint8Array(header + pixelBytes);
  const view = new DataView(file.buffer);
  // Little-endian, as the pixels are.
  file.set([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  view.setUint16(8, fields.length, true);
  let free = 8 + directoryBytes;
  for (const [index, field] of fields.entries()) {
    const at = 10 + index * 12;
    const values = field.tag === stripOffsets ? [header] : field.values;
    view.setUint16(at, field.tag, true);
    view.setUint16(at + 2, types[field.type], true);
    view.setUint32(at + 4, isRational(field.type) ? values.length / 2 : values.length, true);
    if (outside[index] === 0) {
      writeValues(view, at + 8, field.type, values);
    } else {
      view.setUint32(at + 8, free, true);
      writeValues(view, free, field.type, values);
      free += outside[index]!;
    }
  }
  writePixels(new Uint8Array(bgra), new Uint16Array(file.buffer, header));
  return file;
}

const stripOffsets = 273;

/** In rising order of tags, as TIFF asks. Numbers from DNG 1.4, chapter 4, and CinemaDNG 1.1, from 51043 on. */
function fieldsOf({ width, height, frameRate }: DngPicture): Field[] {
  const camera = text('Stepframe linear BT.709');
  return [
    { tag: 254, type: 'long', values: [0] }, // NewSubFileType: the picture itself.
    { tag: 256, type: 'long', values: [width] },
    { tag: 257, type: 'long', values: [height] },
    { tag: 258, type: 'short', values: [16, 16, 16] },
    { tag: 259, type: 'short', values: [1] },
    { tag: 262, type: 'short', values: [linearRaw] },
    { tag: 271, type: 'ascii', values: text('Stepframe') },
    { tag: 272, type: 'ascii', values: camera },
    { tag: stripOffsets, type: 'long', values: [0] },
    { tag: 274, type: 'short', values: [1] },
    { tag: 277, type: 'short', values: [3] },
    { tag: 278, type: 'long', values: [height] },
    { tag: 279, type: 'long', values: [width * height * 6] },
    { tag: 284, type: 'short', values: [1] },
    { tag: 50706, type: 'byte', values: [1, 4, 0, 0] },
    { tag: 50707, type: 'byte', values: [1, 1, 0, 0] }, // DNGBackwardVersion
    { tag: 50708, type: 'ascii', values: camera }, // UniqueCameraModel
    { tag: 50717, type: 'long', values: [65535, 65535, 65535] }, // WhiteLevel
    { tag: 50721, type: 'srational', values: fromXyz.flatMap((value) => [value, 10000]) }, // ColorMatrix1
    { tag: 50728, type: 'rational', values: [1, 1, 1, 1, 1, 1] }, // AsShotNeutral
    { tag: 50730, type: 'srational', values: [0, 1] }, // BaselineExposure
    { tag: 50778, type: 'short', values: [d65] }, // CalibrationIlluminant1
    { tag: 50940, type: 'float', values: [0, 0, 1, 1] }, // ProfileToneCurve: none is to be added
    { tag: 51043, type: 'byte', values: [0, 0, 0, 0, 0, 0, 0, 0] }, // TimeCodes: for whoever numbers the files to fill in
    { tag: 51044, type: 'srational', values: [frameRate.num, frameRate.den] },
    { tag: 51110, type: 'long', values: [1] }, // DefaultBlackRender: none
  ];
}

function writePixels(from: Uint8Array, into: Uint16Array): void {
  for (let at = 0, to = 0; to < into.length; at += 4, to += 3) {
    into[to] = linear16[from[at + 2]!]!;
    into[to + 1] = linear16[from[at + 1]!]!;
    into[to + 2] = linear16[from[at]!]!;
  }
}

function writeValues(view: DataView, at: number, type: Field['type'], values: readonly number[]): void {
  const size = isRational(type) ? 4 : typeBytes[type];
  for (const [index, value] of values.entries()) {
    const to = at + index * size;
    if (type === 'float') view.setFloat32(to, value, true);
    else if (size === 1) view.setUint8(to, value);
    else if (size === 2) view.setUint16(to, value, true);
    else view.setInt32(to, value, true);
  }
}

function byteLengthOf(type: Field['type'], values: readonly number[]): number {
  return isRational(type) ? values.length * 4 : values.length * typeBytes[type];
}

function isRational(type: Field['type']): boolean {
  return type === 'rational' || type === 'srational';
}

function text(value: string): number[] {
  return [...Array.from(value, (letter) => letter.charCodeAt(0)), 0];
}
