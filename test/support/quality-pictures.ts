import { createSeededRandom } from '../../src/composition/seeded-random';

/** A picture of straight R, G, B, A bytes. */
export interface Picture {
  width: number;
  height: number;
  pixels: Uint8Array<ArrayBuffer>;
}

type Colour = readonly [red: number, green: number, blue: number];

export function paint(width: number, height: number, colour: (x: number, y: number) => Colour): Picture {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.set([...colour(x, y), 255], 4 * (y * width + x));
  }
  return { width, height, pixels };
}

/** What motion graphics are made of: flat areas, hard edges in saturated colours, a gradient, fine lines; it moves. */
export function graphics(width: number, height: number, frame = 0): Picture {
  return paint(width, height, (x, y) => {
    const centre = [width * (0.3 + 0.01 * frame), height / 2] as const;
    if (Math.hypot(x - centre[0], y - centre[1]) < height / 4) return [230, 40, 60];
    if (y < height / 8) return (x + frame) % 12 < 2 ? [255, 255, 255] : [20, 20, 24];
    if (x > 0.75 * width) return [20, 110, 220];
    return [(200 * x) / width + 20, (120 * y) / height + 40, 90];
  });
}

/** Dark to a little less dark, no step above one code: where banding shows. */
export function gradient(width: number, height: number): Picture {
  return paint(width, height, (x, y) => {
    const level = Math.round(30 + (40 * x) / width + (20 * y) / height);
    return [level, level, level + 10];
  });
}

/** Film grain over soft forms. */
export function grain(width: number, height: number, frame = 0): Picture {
  const random = createSeededRandom(frame + 1);
  return paint(width, height, (x, y) => {
    const form = 128 + 60 * Math.sin((x + 3 * frame) / 37) * Math.cos(y / 23);
    const noise = 24 * (random.next() - 0.5);
    return [form + noise, form * 0.8 + noise, form * 0.6 + noise + 20];
  });
}
