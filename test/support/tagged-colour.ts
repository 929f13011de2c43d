import { differenceCiede2000, type Lab65 } from 'culori';
import { ffmpeg, probe, type ProbedStream } from './media-tools';

export type Rgb = readonly [red: number, green: number, blue: number];

/** x and y of red, green and blue by ffprobe's names; white is D65 in all. */
const primaries = {
  bt709: [0.64, 0.33, 0.3, 0.6, 0.15, 0.06],
  smpte170m: [0.64, 0.33, 0.3, 0.6, 0.15, 0.06], // What is written as BT.601 has the primaries of sRGB.
  smpte432: [0.68, 0.32, 0.265, 0.69, 0.15, 0.06],
  bt2020: [0.708, 0.292, 0.17, 0.797, 0.131, 0.046],
} as const;

export type Primaries = keyof typeof primaries;

const white = [0.3127 / 0.329, 1, (1 - 0.3127 - 0.329) / 0.329] as const;

/** CIE XYZ of a colour that is encoded with the curve of sRGB, from the definition of its primaries. */
export function toXyz(colour: Rgb, space: Primaries): [number, number, number] {
  const [rx, ry, gx, gy, bx, by] = primaries[space];
  const columns = [
    [rx / ry, 1, (1 - rx - ry) / ry],
    [gx / gy, 1, (1 - gx - gy) / gy],
    [bx / by, 1, (1 - bx - by) / by],
  ] as const;
  // Cramer: how much of each primary makes white.
  const determinant = (a: readonly number[], b: readonly number[], c: readonly number[]): number =>
    a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) -
    b[0]! * (a[1]! * c[2]! - a[2]! * c[1]!) +
    c[0]! * (a[1]! * b[2]! - a[2]! * b[1]!);
  const [r, g, b] = columns;
  const whole = determinant(r, g, b);
  const shares = [determinant(white, g, b) / whole, determinant(r, white, b) / whole, determinant(r, g, white) / whole];
  const light = colour.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  const sum = (row: 0 | 1 | 2): number =>
    columns.reduce((total, column, index) => total + column[row] * shares[index]! * light[index]!, 0);
  return [sum(0), sum(1), sum(2)];
}

function lab([x, y, z]: readonly [number, number, number]): Lab65 {
  const f = (ratio: number): number => (ratio > 216 / 24389 ? Math.cbrt(ratio) : ((24389 / 27) * ratio + 16) / 116);
  const [fx, fy, fz] = [f(x / white[0]), f(y / white[1]), f(z / white[2])];
  return { mode: 'lab65', l: 116 * fy - 16, a: 500 * (fx - fy), b: 200 * (fy - fz) };
}

/** CIEDE2000. */
export function difference(one: readonly [number, number, number], other: readonly [number, number, number]): number {
  return differenceCiede2000()(lab(one), lab(other));
}

/** Luma weights of red and blue by ffprobe's names of matrices. */
const lumaWeights: Readonly<Record<string, readonly [kr: number, kb: number]>> = {
  bt709: [0.2126, 0.0722],
  smpte170m: [0.299, 0.114],
  bt2020nc: [0.2627, 0.0593],
};

/** The picture's stream, and the colours at places of its first frame as its tags mean them, 0 … 1. */
export async function taggedColours(
  file: Blob,
  extension: string,
  places: readonly (readonly [x: number, y: number])[],
): Promise<{ stream: ProbedStream; colours: Rgb[] }> {
  const stream = (await probe(file, extension)).streams.find(({ codec_type }) => codec_type === 'video')!;
  const { width, height, pix_fmt, color_space } = stream as Required<ProbedStream>;
  const [, chroma, bits = '8'] = /^yuva?(420|422|444)p(?:(\d+)le)?$/.exec(pix_fmt) ?? [];
  if (chroma === undefined) throw new Error(`No Y′CbCr: ${pix_fmt}`);
  const args = ['-v', 'error', '-i', '{in}', '-map', '0:v:0', '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', pix_fmt];
  const { bytes } = await ffmpeg(file, extension, [...args, '-']);
  const samples = bits === '8' ? bytes : new Uint16Array(bytes.buffer);
  const [stepX, stepY] = [chroma === '444' ? 1 : 2, chroma === '420' ? 2 : 1];
  const [columns, rows] = [Math.ceil(width / stepX), Math.ceil(height / stepY)];
  if (!(color_space in lumaWeights)) throw new Error(`No matrix: ${JSON.stringify(stream)}`);
  const [kr, kb] = lumaWeights[color_space]!;
  const unit = 2 ** (Number(bits) - 8);
  const colours = places.map(([x, y]): Rgb => {
    const at = width * height + Math.floor(y / stepY) * columns + Math.floor(x / stepX);
    const luma = (samples[y * width + x]! / unit - 16) / 219;
    const cb = (samples[at]! / unit - 128) / 224;
    const cr = (samples[at + columns * rows]! / unit - 128) / 224;
    const [red, blue] = [luma + 2 * (1 - kr) * cr, luma + 2 * (1 - kb) * cb];
    return [red, (luma - kr * red - kb * blue) / (1 - kr - kb), blue];
  });
  return { stream, colours };
}
