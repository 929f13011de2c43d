import type { Layer } from '../../index';
import type { Size } from './layer-canvas';

/** Size of the stage in pixels; `unit` is a hundredth of the shorter side. */
export interface Sheet extends Size {
  readonly unit: number;
}

/** One layer of the print. All motion is a function of `phase`, 0 … 2π over the loop, with whole turns only. */
export interface Ink {
  /** The canvas it is drawn on, in units, where that is less than the whole sheet; it lies in the middle. */
  readonly patch?: number;
  /** How the layer lies on the ones below. `unit`: stage pixels per hundredth of the shorter side. */
  layer(phase: number, unit: number): Omit<Layer, 'source'>;
  /** The origin is the centre of the stage; the canvas is clear. */
  draw(context: CanvasRenderingContext2D, phase: number, sheet: Sheet): void;
}

type Stops = readonly (readonly [offset: number, colour: string])[];

/** The colours on the paper: a great disc breathing slowly, water before it, a moon that goes round. */
export const inks: Ink = {
  layer: () => ({ name: 'Inks', blendMode: 'multiply' }),
  draw(context, phase, sheet) {
    const { unit } = sheet;
    const radius = (31 + 1.2 * Math.sin(phase)) * unit;
    const fill = context.createLinearGradient(0, -radius, 0, radius);
    addStops(fill, [
      [0, '#ffd21f'],
      [0.55, '#ff8a3d'],
      [1, '#ff4d6d'],
    ]);
    context.fillStyle = fill;
    disc(context, 0, -3 * unit, radius);
    context.fill();
    context.strokeStyle = '#ff8a3d';
    context.lineWidth = 0.35 * unit;
    for (let ring = 1; ring <= 3; ring++) {
      disc(context, 0, -3 * unit, radius + (ring * 4 + 0.8 * Math.sin(phase - ring * 0.9)) * unit);
      context.stroke();
    }
    // Inks of one layer overlap as layers do.
    context.globalCompositeOperation = 'multiply';
    context.globalAlpha = 0.88;
    drawMoons(context, phase, sheet);
    // The bands of water cover each other, so they meet the other inks as one print.
    context.globalAlpha = 0.92;
    drawWater(context, phase, sheet);
  },
};

/** Rays that swing over the paper and deepen what they fall on. */
export const beams: Ink = {
  layer: () => ({ name: 'Beams', blendMode: 'overlay', opacity: 0.55 }),
  draw(context, phase, { width, height, unit }) {
    const reach = Math.hypot(width, height);
    context.translate(0, -3 * unit);
    context.rotate(0.12 * Math.sin(phase));
    const rays = 14;
    for (let ray = 0; ray < rays; ray++) {
      const angle = (ray / rays) * 2 * Math.PI;
      const spread = (0.09 + 0.035 * Math.sin(phase + ray * 2.4)) * Math.PI;
      context.fillStyle = ray % 2 === 0 ? '#ffffff' : '#7a3bff';
      context.globalAlpha = ray % 2 === 0 ? 0.8 : 0.35;
      context.beginPath();
      context.moveTo(0, 0);
      context.lineTo(Math.cos(angle - spread / 2) * reach, Math.sin(angle - spread / 2) * reach);
      context.lineTo(Math.cos(angle + spread / 2) * reach, Math.sin(angle + spread / 2) * reach);
      context.fill();
    }
  },
};

/** Hue in degrees, saturation and lightness in percent. */
const lightColours = [
  [35, 100, 64],
  [331, 100, 72],
  [197, 100, 68],
  [50, 100, 83],
  [261, 100, 74],
] as const;

/** Soft lights out of focus, their colours wandering round the wheel. */
export const shine: Ink = {
  // The softness and the wandering are drawn: a filter on a layer of this size costs more than all the rest.
  layer: () => ({ name: 'Shine', blendMode: 'screen' }),
  draw(context, phase, { width, height, unit }) {
    const wander = 25 * Math.sin(phase);
    for (let light = 0; light < 11; light++) {
      const angle = light * 2.39996; // the golden angle: even, without a pattern
      const radius = Math.sqrt((light + 0.5) / 11);
      const drift = phase + light * 1.7;
      const x = Math.cos(angle) * radius * 0.5 * width + 4 * unit * Math.cos(drift);
      const y = Math.sin(angle) * radius * 0.5 * height + 4 * unit * Math.sin(drift);
      const size = (3.3 + 2.6 * ((light * 0.618) % 1)) * unit;
      context.globalAlpha = 0.3 + 0.22 * Math.sin(drift);
      context.fillStyle = softDisc(context, x, y, size, lightColours[light % lightColours.length]!, wander);
      disc(context, x, y, size);
      context.fill();
    }
  },
};

/** A star of two squares, turning as a layer, that shows everything beneath it in negative. */
export const counterform: Ink = {
  patch: 28,
  layer: (phase, unit) => ({
    name: 'Counterform',
    blendMode: 'difference',
    // Its tint wanders, and with it what it makes of the colours beneath: cheap, since the layer is small.
    filter: `hue-rotate(${(60 * Math.sin(phase)).toFixed(3)}deg)`,
    transform: `translate(0px, ${(-3 * unit).toFixed(2)}px) rotate(${(phase / 4).toFixed(5)}rad) scale(${(1 + 0.08 * Math.sin(2 * phase)).toFixed(5)})`,
  }),
  draw(context, _phase, { unit }) {
    const half = 9.5 * unit;
    const fill = context.createLinearGradient(-half, -half, half, half);
    addStops(fill, [
      [0, '#ffffff'],
      [1, '#ffb8e6'],
    ]);
    context.fillStyle = fill;
    context.rect(-half, -half, 2 * half, 2 * half);
    context.rotate(Math.PI / 4);
    context.rect(-half, -half, 2 * half, 2 * half);
    context.fill('evenodd');
  },
};

/** Bands of blue, each going its own way; every band shows only where the next one does not cover it. */
function drawWater(context: CanvasRenderingContext2D, phase: number, { width, height, unit }: Sheet): void {
  const colours = ['#9fd8e8', '#3fa7d6', '#1d5fbf', '#23358f'];
  const step = 2 * unit;
  const surface = (band: number, x: number): number => {
    const along = x / unit / 100;
    const direction = band % 2 === 0 ? 1 : -1;
    const swell = 5.5 * Math.sin(2 * Math.PI * along * 0.8 + direction * phase + band * 1.3);
    const ripple = 1.8 * Math.sin(2 * Math.PI * along * 1.9 - direction * 2 * phase + band);
    return height / 2 - (41 - band * 11) * unit + (swell + ripple) * unit;
  };
  const columns = Math.ceil(width / step) + 1;
  colours.forEach((colour, band) => {
    context.fillStyle = colour;
    context.beginPath();
    for (let column = 0; column <= columns; column++) {
      const x = -width / 2 + column * step;
      context.lineTo(x, surface(band, x));
    }
    for (let column = columns; column >= 0; column--) {
      const x = -width / 2 + column * step;
      const below = colours.slice(band + 1).map((_, next) => surface(band + 1 + next, x));
      context.lineTo(x, Math.max(surface(band, x), Math.min(height / 2, ...below)));
    }
    context.fill();
  });
}

/** A pink moon that goes round the sun, and a green one opposite. */
function drawMoons(context: CanvasRenderingContext2D, phase: number, { width, height, unit }: Sheet): void {
  const x = Math.cos(phase) * Math.min(0.34 * width, 52 * unit);
  const y = Math.sin(phase) * Math.min(0.2 * height, 30 * unit) - 4 * unit;
  context.fillStyle = '#ff5fa8';
  disc(context, x, y, 15 * unit);
  context.fill();
  context.fillStyle = '#2fc4b2';
  disc(context, -x * 0.9, -y * 0.9 - 6 * unit, 8.5 * unit);
  context.fill();
  halftone(context, x, y, 15 * unit, unit);
}

/** Printer's dots, larger towards the lower right of the disc. */
function halftone(context: CanvasRenderingContext2D, x: number, y: number, radius: number, unit: number): void {
  context.fillStyle = '#d6247a';
  context.beginPath();
  const pitch = 1.7 * unit;
  for (let row = -9; row <= 9; row++) {
    for (let column = -9; column <= 9; column++) {
      const dx = (column + (row % 2) / 2) * pitch;
      const dy = row * pitch * 0.87;
      const shade = (dx + dy) / radius;
      const dot = Math.min(0.62, 0.4 * shade) * pitch;
      if (dot <= 0.02 * pitch || Math.hypot(dx, dy) + dot > radius) continue;
      context.moveTo(x + dx + dot, y + dy);
      context.arc(x + dx, y + dy, dot, 0, 2 * Math.PI);
    }
  }
  context.fill();
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

/** Full in the middle, gone at the rim. */
function softDisc(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  [hue, saturation, lightness]: (typeof lightColours)[number],
  turn: number,
): CanvasGradient {
  const colour = (alpha: number): string => `hsl(${hue + turn} ${saturation}% ${lightness}% / ${alpha})`;
  const fill = context.createRadialGradient(x, y, 0.35 * size, x, y, size);
  addStops(fill, [
    [0, colour(1)],
    [0.5, colour(0.5)],
    [1, colour(0)],
  ]);
  return fill;
}

function addStops(gradient: CanvasGradient, stops: Stops): void {
  for (const [offset, colour] of stops) gradient.addColorStop(offset, colour);
}
