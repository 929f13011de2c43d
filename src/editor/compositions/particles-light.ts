import { createLayerCanvas, releaseCanvas } from './layer-canvas';
import { stepsPerSecond } from './particles-simulation';

/** Structured-cloneable. */
export interface LightState {
  cool: Float32Array<ArrayBuffer>;
  warm: Float32Array<ArrayBuffer>;
}

/** How long a trail takes to fall to 1/e, in seconds. */
const persistence = 0.42;
/** What one simulation step leaves of the light. */
const fadePerStep = Math.exp(-1 / (persistence * stepsPerSecond));

const levels = 256;

/**
 * A feedback buffer of linear light in two colours. Kept in floating point, since an 8-bit canvas faded again and again
 * never returns to black, and developed to a picture through one table.
 */
export class LightBuffer {
  private readonly cool: Float32Array<ArrayBuffer>;
  private readonly warm: Float32Array<ArrayBuffer>;
  private readonly context: CanvasRenderingContext2D;
  private readonly image: ImageData;
  private readonly pixels: Uint32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.cool = new Float32Array(width * height);
    this.warm = new Float32Array(width * height);
    this.context = createLayerCanvas({ width, height });
    this.image = this.context.createImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** The part of light that is left after `steps` simulation steps. */
  remaining(steps: number): number {
    return fadePerStep ** steps;
  }

  fade(steps: number): void {
    const { cool, warm } = this;
    const factor = this.remaining(steps);
    for (let i = 0; i < cool.length; i++) {
      cool[i]! *= factor;
      warm[i]! *= factor;
    }
  }

  /**
   * Adds a line of light, in pixels of the buffer.
   *
   * @param energy of the whole line: a fast particle leaves a longer, fainter one.
   */
  addLine(warm: boolean, x0: number, y0: number, x1: number, y1: number, energy: number): void {
    const { width, height } = this;
    const light = warm ? this.warm : this.cool;
    const samples = Math.max(1, Math.ceil(Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2)));
    const share = energy / samples;
    for (let sample = 0; sample < samples; sample++) {
      const along = sample / samples;
      const x = x0 + (x1 - x0) * along;
      const y = y0 + (y1 - y0) * along;
      const column = Math.floor(x);
      const row = Math.floor(y);
      if (column < 0 || row < 0 || column >= width - 1 || row >= height - 1) continue;
      // Shared between the four nearest pixels, so that slow particles glide instead of hopping.
      const right = x - column;
      const below = y - row;
      const at = row * width + column;
      light[at]! += share * (1 - right) * (1 - below);
      light[at + 1]! += share * right * (1 - below);
      light[at + width]! += share * (1 - right) * below;
      light[at + width + 1]! += share * right * below;
    }
  }

  /** The light as a picture of the buffer's size. The canvas is reused. */
  develop(): HTMLCanvasElement {
    const { cool, warm, pixels } = this;
    for (let i = 0; i < pixels.length; i++) {
      const c = cool[i]!;
      const w = warm[i]!;
      // Reinhard's curve x / (1 + x), then one entry for the pair.
      pixels[i] = film[(((w / (1 + w)) * levels) | 0) * levels + (((c / (1 + c)) * levels) | 0)]!;
    }
    this.context.putImageData(this.image, 0, 0);
    return this.context.canvas;
  }

  clear(): void {
    this.cool.fill(0);
    this.warm.fill(0);
  }

  snapshot(): LightState {
    return { cool: this.cool.slice(), warm: this.warm.slice() };
  }

  restore({ cool, warm }: LightState): void {
    this.cool.set(cool);
    this.warm.set(warm);
  }

  dispose(): void {
    releaseCanvas(this.context.canvas);
  }
}

type Rgb = readonly [red: number, green: number, blue: number];

/** From the night to a glow to white, for each of the two kinds of light. */
const night: Rgb = [5, 6, 15];
const coolRamp: readonly Rgb[] = [
  [0, 0, 0],
  [10, 34, 92],
  [22, 92, 190],
  [64, 178, 238],
  [196, 240, 255],
];
const warmRamp: readonly Rgb[] = [
  [0, 0, 0],
  [150, 40, 16],
  [238, 108, 28],
  [255, 182, 76],
  [255, 236, 190],
];

/** The colour (little-endian RGBA) of every pair of cool and warm levels. */
const film = ((): Uint32Array => {
  const table = new Uint32Array(levels * levels);
  for (let warm = 0; warm < levels; warm++) {
    for (let cool = 0; cool < levels; cool++) {
      const a = sampleRamp(coolRamp, cool / (levels - 1));
      const b = sampleRamp(warmRamp, warm / (levels - 1));
      const [red, green, blue] = night.map((base, i) => Math.min(255, Math.round(base + a[i]! + b[i]!)));
      table[warm * levels + cool] = ((255 << 24) | (blue! << 16) | (green! << 8) | red!) >>> 0;
    }
  }
  return table;
})();

function sampleRamp(ramp: readonly Rgb[], position: number): Rgb {
  const scaled = position * (ramp.length - 1);
  const index = Math.min(ramp.length - 2, Math.floor(scaled));
  const amount = scaled - index;
  const [from, to] = [ramp[index]!, ramp[index + 1]!];
  return [0, 1, 2].map((i) => from[i]! + (to[i]! - from[i]!) * amount) as unknown as Rgb;
}
