import { createSeededRandom } from '../../src/composition/seeded-random';

/** Pictures to encode, as straight blue, green, red and alpha bytes. */
export const proResPictures = {
  /** Gradients with hard edges on them: what motion graphics are made of. */
  graphics: (x, y, width, height) => {
    const inside = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (Math.min(width, height) / 3) ** 2;
    const red = inside ? 230 : (200 * x) / width;
    const green = inside ? (180 * y) / height : 40 + (150 * (x + y)) / (width + height);
    return [(x >> 4) & 1 ? 220 - (120 * y) / height : 60, green, red, 255];
  },
  flat: () => [200, 90, 30, 255],
  random: (_x, _y, _width, _height, random) => [byte(random), byte(random), byte(random), byte(random)],
  /** Nothing costs more: every pixel as far from its neighbours as can be. */
  extreme: (_x, _y, _width, _height, random) => (random() < 0.5 ? [255, 255, 255, 255] : [0, 0, 0, 0]),
  alphaRamp: (x, y, width, height) => [80, 160, 240, (255 * (x + y)) / (width + height - 2)],
  /** Even lines move against odd ones, as two fields of something fast do. */
  fields: (x, y, width) => {
    const lit = (x + (y & 1) * 24) % Math.max(48, width / 3) < 24;
    return lit ? [40, 200, 230, 255] : [90, 60, 30, 255];
  },
} satisfies Record<string, Painter>;

type Painter = (
  x: number,
  y: number,
  width: number,
  height: number,
  random: () => number,
) => [blue: number, green: number, red: number, alpha: number];

export type ProResPicture = keyof typeof proResPictures;

export function drawProResPicture(
  picture: ProResPicture,
  width: number,
  height: number,
  seed = 1,
): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(width * height * 4);
  const { next } = createSeededRandom(seed);
  const painter: Painter = proResPictures[picture];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const [blue, green, red, alpha] = painter(x, y, width, height, next);
      pixels[at] = Math.round(blue);
      pixels[at + 1] = Math.round(green);
      pixels[at + 2] = Math.round(red);
      pixels[at + 3] = Math.round(alpha);
    }
  }
  return pixels;
}

function byte(random: () => number): number {
  return Math.floor(random() * 256);
}

/** Unrounded limited-range samples of so many bits, a plane each: Y, Cb, Cr and, where there is alpha, that. */
export interface ReferencePlanes {
  planes: Float64Array[];
  chromaWidth: number;
}

/**
 * What a decoder should give back, computed from the definition (ITU-T H.273, equations 38 to 40 and 26 to 28). Half the
 * chroma is weighed 1 2 1 around the even columns.
 */
export function referencePlanes(
  pixels: Uint8Array,
  width: number,
  height: number,
  { halved, bits, kr = 0.2126, kb = 0.0722 }: { halved: boolean; bits: number; kr?: number; kb?: number },
): ReferencePlanes {
  const scale = 2 ** (bits - 8);
  const luma = new Float64Array(width * height);
  const full = [new Float64Array(width * height), new Float64Array(width * height)] as const;
  for (let at = 0; at < width * height; at++) {
    const [blue, green, red] = [pixels[4 * at]! / 255, pixels[4 * at + 1]! / 255, pixels[4 * at + 2]! / 255];
    const y = kr * red + (1 - kr - kb) * green + kb * blue;
    luma[at] = (16 + 219 * y) * scale;
    full[0][at] = (128 + (224 * (blue - y)) / (2 * (1 - kb))) * scale;
    full[1][at] = (128 + (224 * (red - y)) / (2 * (1 - kr))) * scale;
  }
  if (!halved) return { planes: [luma, ...full], chromaWidth: width };
  const chromaWidth = (width + 1) >> 1;
  const halve = (plane: Float64Array): Float64Array =>
    Float64Array.from({ length: chromaWidth * height }, (_, index) => {
      const row = Math.floor(index / chromaWidth) * width;
      const x = 2 * (index % chromaWidth);
      const left = plane[row + Math.max(0, x - 1)]!;
      const right = plane[row + Math.min(width - 1, x + 1)]!;
      return (left + 2 * plane[row + x]! + right) / 4;
    });
  return { planes: [luma, ...full.map(halve)], chromaWidth };
}

/** dB; infinite where nothing differs. */
export function psnr(decoded: ArrayLike<number>, reference: ArrayLike<number>, bits: number): number {
  let squares = 0;
  for (let at = 0; at < reference.length; at++) squares += (decoded[at]! - reference[at]!) ** 2;
  return 10 * Math.log10((2 ** bits - 1) ** 2 / (squares / reference.length));
}
