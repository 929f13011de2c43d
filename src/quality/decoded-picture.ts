import { colourSpaces } from '../colour/colour-space';
import type { FfmpegPicture } from '../encode/ffmpeg/ffmpeg-lane';
import { codeOfLight } from './linear-codes';
import type { CodedPlanes, Plane } from '../kernels/planes/coded-planes';

const matrices: Readonly<Partial<Record<string, CodedPlanes['matrix']>>> = {
  bt709: colourSpaces.bt709,
  smpte170m: colourSpaces.bt601,
  bt470bg: colourSpaces.bt601,
  bt2020nc: colourSpaces.bt2020,
};

type Unread = Pick<FfmpegPicture, 'width' | 'height' | 'pixelFormat' | 'bytes'>;

/**
 * The codes of a picture in Y′CbCr; null for one in RGB.
 *
 * @param matrix where the picture does not say: that of the colours that were asked for
 * @throws Error for a format nothing here reads
 */
export function planesOf(
  picture: FfmpegPicture,
  matrix: CodedPlanes['matrix'] = colourSpaces.bt709,
): CodedPlanes | null {
  const { width, height, pixelFormat, bytes, fullRange } = picture;
  if (pixelFormat in rgbReaders) return null;
  const known = /^yuvj?(420|422|444)p(?:(10|12)le)?$/.exec(pixelFormat);
  if (!known) throw new Error(`Pictures in ${pixelFormat} are not read.`);
  const bits = Number(known[2] ?? 8) as CodedPlanes['bits'];
  const across = known[1] === '444' ? 0 : 1;
  const down = known[1] === '420' ? 1 : 0;
  const stride = (width + across) >> across;
  const rows = (height + down) >> down;
  const codes = bits === 8 ? bytes : shorts(bytes);
  const plane = (from: number, columns: number): Plane => ({ codes: codes.subarray(from), stride: columns, step: 1 });
  return {
    ...{ width, height, bits, across, down, fullRange: fullRange || pixelFormat.startsWith('yuvj') },
    matrix: matrices[picture.matrix] ?? matrix,
    y: plane(0, width),
    cb: plane(width * height, stride),
    cr: plane(width * height + stride * rows, stride),
  };
}

/** Without the lines above the picture. */
export function linesFrom(planes: CodedPlanes, line: number): CodedPlanes {
  const from = ({ codes, stride, step }: Plane, lines: number): Plane => ({
    ...{ stride, step },
    codes: codes.subarray(lines * stride),
  });
  const chroma = line >> planes.down;
  const { y, cb, cr } = planes;
  return { ...planes, height: planes.height - line, y: from(y, line), cb: from(cb, chroma), cr: from(cr, chroma) };
}

/**
 * Of a picture in RGB: blue, green, red and alpha.
 *
 * @param lightIsMultiplied light is multiplied by alpha: it is divided, as what is multiplied are codes everywhere else
 * @throws Error for a format nothing here reads
 */
export function readRgb(picture: FfmpegPicture, into: Uint8Array<ArrayBuffer>, lightIsMultiplied = false): void {
  const read = rgbReaders[picture.pixelFormat];
  if (!read) throw new Error(`Pictures in ${picture.pixelFormat} are not read.`);
  read(picture, into, lightIsMultiplied);
}

type RgbReader = (picture: Unread, into: Uint8Array<ArrayBuffer>, lightIsMultiplied: boolean) => void;

/** Components of 8 bits, by where blue, green, red and alpha stand in a pixel. */
const packed =
  (pixelBytes: number, [blue, green, red]: readonly [number, number, number], alpha?: number): RgbReader =>
  ({ bytes }, into) => {
    for (let from = 0, to = 0; from < bytes.length; from += pixelBytes, to += 4) {
      into[to] = bytes[from + blue]!;
      into[to + 1] = bytes[from + green]!;
      into[to + 2] = bytes[from + red]!;
      into[to + 3] = alpha === undefined ? 255 : bytes[from + alpha]!;
    }
  };

/** 16 bits, little-endian, red first: an 8-bit code is there as itself times 257. */
const packed16 =
  (components: 3 | 4): RgbReader =>
  ({ bytes }, into) => {
    const codes = shorts(bytes);
    for (let from = 0, to = 0; from < codes.length; from += components, to += 4) {
      into[to] = Math.round(codes[from + 2]! / 257);
      into[to + 1] = Math.round(codes[from + 1]! / 257);
      into[to + 2] = Math.round(codes[from]! / 257);
      into[to + 3] = components === 3 ? 255 : Math.round(codes[from + 3]! / 257);
    }
  };

/** Floats of linear light: green, blue, red, and alpha where there is any. */
const linearPlanes =
  (components: 3 | 4): RgbReader =>
  ({ bytes, width, height }, into, lightIsMultiplied) => {
    const light = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const pixels = width * height;
    for (let pixel = 0, to = 0; pixel < pixels; pixel++, to += 4) {
      const alpha = components === 3 ? 1 : light[3 * pixels + pixel]!;
      const divisor = lightIsMultiplied && alpha > 0 ? alpha : 1;
      into[to] = codeOfLight(light[pixels + pixel]! / divisor);
      into[to + 1] = codeOfLight(light[pixel]! / divisor);
      into[to + 2] = codeOfLight(light[2 * pixels + pixel]! / divisor);
      into[to + 3] = Math.round(255 * alpha);
    }
  };

const rgbReaders: Readonly<Record<string, RgbReader>> = {
  bgr0: packed(4, [0, 1, 2]),
  bgra: packed(4, [0, 1, 2], 3),
  rgba: packed(4, [2, 1, 0], 3),
  rgb24: packed(3, [2, 1, 0]),
  rgb48le: packed16(3),
  rgba64le: packed16(4),
  gbrpf32le: linearPlanes(3),
  gbrapf32le: linearPlanes(4),
};

function shorts(bytes: Uint8Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
}
