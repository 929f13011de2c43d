import { mix } from './easing';
import type { Size } from './layer-canvas';

/** All that one frame of the visualiser shows. */
export interface Figure {
  /** Stage pixels per hundredth of the shorter side. */
  unit: number;
  /** Seconds. */
  time: number;
  /** 0 … 2π over the loop. */
  phase: number;
  /** 0 … 1, low bands first. */
  levels: readonly number[];
  /** 0 … 1. */
  bass: number;
  treble: number;
  waveform: Uint8Array | undefined;
}

/** Night sky with two lights that go round it; the low end makes them swell. */
export function drawBackdrop(context: CanvasRenderingContext2D, { width, height }: Size, figure: Figure): void {
  const { phase, unit, bass } = figure;
  context.reset();
  context.fillStyle = '#080a14';
  context.fillRect(0, 0, width, height);
  for (const [turn, hue] of [
    [0, '74, 58, 255'],
    [Math.PI, '0, 168, 190'],
  ] as const) {
    const x = width / 2 + Math.cos(phase + turn) * 0.3 * width;
    const y = height / 2 + Math.sin(phase + turn) * 0.3 * height;
    const light = context.createRadialGradient(x, y, 0, x, y, 110 * unit);
    const strength = 0.24 + 0.2 * bass;
    // Falls off as a bell, which shows no edge.
    for (let stop = 0; stop <= 8; stop++) {
      const distance = stop / 8;
      light.addColorStop(
        distance,
        `rgba(${hue}, ${(strength * (0.5 + 0.5 * Math.cos(Math.PI * distance)) ** 2).toFixed(4)})`,
      );
    }
    context.fillStyle = light;
    context.fillRect(0, 0, width, height);
  }
}

/** Specks drifting outwards, brighter with the treble. `specks` are four random numbers for each. */
export function drawDust(
  context: CanvasRenderingContext2D,
  { width, height }: Size,
  figure: Figure,
  specks: readonly number[],
): void {
  const { phase, unit, treble } = figure;
  context.fillStyle = '#cfe6ff';
  for (let i = 0; i + 3 < specks.length; i += 4) {
    const [angle, start, size, twinkle] = [specks[i]! * 2 * Math.PI, specks[i + 1]!, specks[i + 2]!, specks[i + 3]!];
    const way = (start + phase / (2 * Math.PI)) % 1;
    const distance = mix(22, (0.6 * Math.hypot(width, height)) / unit, way) * unit;
    const shimmer = 0.5 + 0.5 * Math.sin(phase * Math.round(4 + 8 * twinkle) + twinkle * 40);
    context.globalAlpha = Math.sin(Math.PI * way) * (0.2 + 0.35 * shimmer + 0.6 * treble * shimmer);
    const side = (0.16 + 0.34 * size) * unit;
    context.fillRect(width / 2 + Math.cos(angle) * distance, height / 2 + Math.sin(angle) * distance, side, side);
  }
  context.globalAlpha = 1;
}

/** Rays around the ring, the bass at the foot, mirrored left and right. The origin is the centre. */
export function drawBars(context: CanvasRenderingContext2D, figure: Figure): void {
  const { levels, unit, phase } = figure;
  const radius = ringRadius(figure);
  const step = Math.PI / levels.length;
  context.lineCap = 'round';
  context.lineWidth = 0.62 * radius * step;
  levels.forEach((level, band) => {
    const across = band / (levels.length - 1);
    // At rest, a slow wave runs around the ring.
    const rest = 0.9 + 0.7 * Math.sin(2 * phase + across * 9);
    const length = (rest + 24 * level ** 1.9 * mix(0.95, 1.25, across)) * unit;
    context.strokeStyle = spectrumColour(across, 0.58 + 0.12 * level);
    for (const side of [-1, 1]) {
      const angle = Math.PI / 2 + side * (band + 0.5) * step;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      context.beginPath();
      context.moveTo(cos * (radius + 1.6 * unit), sin * (radius + 1.6 * unit));
      context.lineTo(cos * (radius + 1.6 * unit + length), sin * (radius + 1.6 * unit + length));
      context.stroke();
    }
  });
}

/** The waveform wrapped around the inside of the ring, and a disc that jumps with the kick. */
export function drawWaveform(context: CanvasRenderingContext2D, figure: Figure): void {
  const { unit, bass, phase } = figure;
  const radius = ringRadius(figure);
  const points = 256;
  context.beginPath();
  for (let i = 0; i <= points; i++) {
    const around = (i % points) / points;
    const swing = waveformAt(figure, around) * 7 + 0.35 * Math.sin(around * 2 * Math.PI * 6 + 3 * phase);
    const distance = radius - (2.6 - swing) * unit;
    const angle = Math.PI / 2 + around * 2 * Math.PI;
    context.lineTo(Math.cos(angle) * distance, Math.sin(angle) * distance);
  }
  context.closePath();
  context.lineWidth = 0.32 * unit;
  context.strokeStyle = '#eaf4ff';
  context.stroke();

  const core = (8.5 + 5.5 * bass ** 2) * unit;
  const fill = context.createLinearGradient(-core, -core, core, core);
  fill.addColorStop(0, spectrumColour(0.8, 0.66));
  fill.addColorStop(1, spectrumColour(0.08, 0.58));
  context.fillStyle = fill;
  context.beginPath();
  context.arc(0, 0, core, 0, 2 * Math.PI);
  context.fill();
}

function ringRadius({ unit, bass }: Figure): number {
  return (20.5 + 2.4 * bass ** 2) * unit;
}

/** −1 … 1, faded at the seam so that the wrapped line closes. */
function waveformAt({ waveform }: Figure, around: number): number {
  if (waveform === undefined) return 0;
  const sample = waveform[Math.floor(around * waveform.length * 0.5)] ?? 128;
  return ((sample - 128) / 128) * Math.min(1, 12 * around, 12 * (1 - around));
}

/** From rose over violet to aqua, evenly bright (OKLCH). */
function spectrumColour(position: number, lightness: number): string {
  return `oklch(${lightness.toFixed(3)} 0.22 ${mix(10, -165, position).toFixed(1)})`;
}
