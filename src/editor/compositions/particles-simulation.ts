import { easeInOutCubic, progress } from './easing';
import type { Size } from './layer-canvas';
import type { LightBuffer } from './particles-light';

/** Divides evenly into 24, 30, 60 and 120 frames a second. */
export const stepsPerSecond = 120;
const stepDuration = 1 / stepsPerSecond;

const count = 12_000;
/** Every how many particles one carries a bright head. */
const sparkEvery = 30;

/** Structured-cloneable. */
export interface SimulationState {
  step: number;
  randomState: number;
  particles: Float32Array<ArrayBuffer>;
}

/** Numbers per particle: position, velocity (shorter sides of the stage, and per second), seconds left to live. */
const stride = 5;

/**
 * Particles carried by a slowly turning current and caught by three wandering wells. Lengths are in shorter sides of
 * the stage, with the origin in its centre, so the motion is the same at every size.
 */
export class ParticleSimulation {
  /** Steps done so far. */
  step = 0;
  private readonly particles = new Float32Array(count * stride);
  private readonly halfWidth: number;
  private readonly halfHeight: number;
  private randomState: number;
  private readonly wells = [new Well(0), new Well(1), new Well(2)];

  /** @param seconds length of the piece: the wells let go towards its end. */
  constructor(
    aspect: number,
    seed: number,
    private readonly seconds: number,
  ) {
    this.halfWidth = 0.5 * Math.max(1, aspect);
    this.halfHeight = 0.5 * Math.max(1, 1 / aspect);
    this.randomState = seed | 0;
    for (let i = 0; i < count; i++) this.launch(i * stride, true);
  }

  advance(): void {
    this.step++;
    const time = this.step * stepDuration;
    const grip = this.gripAt(time);
    for (const well of this.wells) well.moveTo(time, this.halfWidth, this.halfHeight);
    for (let at = 0; at < count * stride; at += stride) this.move(at, time, grip);
  }

  /** Adds what each particle drew in the last step, now `age` steps old. */
  depositInto(light: LightBuffer, age: number): void {
    const { particles } = this;
    const scale = Math.min(light.width, light.height);
    // As bright at every resolution: the light of a line spreads over scale² times the pixels.
    const energy = 0.42 * (scale / 720) ** 2 * this.exposure() * light.remaining(age);
    for (let at = 0, i = 0; at < count * stride; at += stride, i++) {
      const x = light.width / 2 + particles[at]! * scale;
      const y = light.height / 2 + particles[at + 1]! * scale;
      const dx = particles[at + 2]! * stepDuration * scale;
      const dy = particles[at + 3]! * stepDuration * scale;
      const left = particles[at + 4]!;
      light.addLine(this.isWarm(i), x - dx, y - dy, x, y, energy * Math.min(1, left));
    }
  }

  /** A few heads as crisp points, so that the picture has something in focus at every size. */
  drawSparks(context: CanvasRenderingContext2D, { width, height }: Size): void {
    const { particles } = this;
    const scale = Math.min(width, height);
    context.save();
    context.globalCompositeOperation = 'lighter';
    for (let i = 0; i < count; i += sparkEvery) {
      const at = i * stride;
      const left = particles[at + 4]!;
      const size = scale * (0.0008 + 0.001 * ((i * 0.618) % 1));
      context.globalAlpha = 0.9 * Math.min(1, left) * this.exposure();
      context.fillStyle = this.isWarm(i) ? '#ffd9a0' : '#bfe9ff';
      context.beginPath();
      context.arc(width / 2 + particles[at]! * scale, height / 2 + particles[at + 1]! * scale, size, 0, 2 * Math.PI);
      context.fill();
    }
    context.restore();
  }

  snapshot(): SimulationState {
    return { step: this.step, randomState: this.randomState, particles: this.particles.slice() };
  }

  restore({ step, randomState, particles }: SimulationState): void {
    this.step = step;
    this.randomState = randomState;
    this.particles.set(particles);
  }

  private move(at: number, time: number, grip: number): void {
    const p = this.particles;
    const x = p[at]!;
    const y = p[at + 1]!;
    let vx = p[at + 2]!;
    let vy = p[at + 3]!;
    // The current is the curl of a stream function, so it never piles particles up.
    const a = sine(7.1 * x + 3.3 * y + 0.31 * time);
    const b = sine(-4.2 * x + 8.6 * y - 0.23 * time + 1.9);
    const c = sine(12.7 * x - 6.1 * y + 0.47 * time + 4.1);
    vx += (0.036 * (3.3 * a + 8.6 * b) - 0.015 * 6.1 * c - vx) * 1.1 * stepDuration;
    vy += (-0.036 * (7.1 * a - 4.2 * b) - 0.015 * 12.7 * c - vy) * 1.1 * stepDuration;
    for (const well of this.wells) {
      const dx = well.x - x;
      const dy = well.y - y;
      const pull = (grip * well.mass * stepDuration) / (dx * dx + dy * dy + 0.012);
      vx += pull * (dx - well.spin * dy);
      vy += pull * (dy + well.spin * dx);
    }
    p[at] = x + vx * stepDuration;
    p[at + 1] = y + vy * stepDuration;
    p[at + 2] = vx;
    p[at + 3] = vy;
    p[at + 4]! -= stepDuration;
    const outside = Math.abs(x) > this.halfWidth + 0.15 || Math.abs(y) > this.halfHeight + 0.15;
    if (p[at + 4]! <= 0 || outside) this.launch(at, false);
  }

  /** Fast particles glow warm; from which speed on is not the same for all, so that the colours mingle at the border. */
  private isWarm(i: number): boolean {
    const vx = this.particles[i * stride + 2]!;
    const vy = this.particles[i * stride + 3]!;
    return vx * vx + vy * vy > (0.3 + 0.35 * ((i * 0.618034) % 1)) ** 2;
  }

  /** The first particles leave the centre in one burst; those that follow appear anywhere. */
  private launch(at: number, burst: boolean): void {
    const p = this.particles;
    const angle = this.random() * 2 * Math.PI;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const spread = Math.sqrt(this.random());
    const speed = burst ? 0.12 + 1.2 * this.random() ** 2 : 0.05;
    p[at] = cos * spread * (burst ? 0.06 : 0.95 * this.halfWidth);
    p[at + 1] = sin * spread * (burst ? 0.06 : 0.95 * this.halfHeight);
    p[at + 2] = speed * (cos - 0.6 * sin);
    p[at + 3] = speed * (sin + 0.6 * cos);
    p[at + 4] = 2.5 + 4.5 * this.random();
  }

  /** The wells take hold after the burst, breathe, and let go at the end. */
  private gripAt(time: number): number {
    const hold = easeInOutCubic(progress(time, 0.8, 2)) * (1 - easeInOutCubic(progress(time, this.seconds - 2.2, 1.6)));
    return hold * (0.8 + 0.35 * Math.sin(time * 1.4));
  }

  private exposure(): number {
    const time = this.step * stepDuration;
    return progress(time, 0, 0.25) * (1 - 0.85 * easeInOutCubic(progress(time, this.seconds - 1.2, 1.2)));
  }

  /** mulberry32 (Tommy Ettinger): one word of state, which a snapshot can hold. */
  private random(): number {
    this.randomState = (this.randomState + 0x6d2b79f5) | 0;
    let z = this.randomState;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** A point mass that wanders along a Lissajous figure and drags its surroundings round. */
class Well {
  x = 0;
  y = 0;
  readonly mass: number;
  readonly spin: number;

  constructor(private readonly index: number) {
    this.mass = [0.26, 0.2, 0.17][index]!;
    this.spin = [1.5, -1.7, 1.3][index]!;
  }

  moveTo(time: number, halfWidth: number, halfHeight: number): void {
    const turn = time * (0.42 + 0.07 * this.index) + this.index * 2.1;
    this.x = 0.62 * halfWidth * Math.sin(turn);
    this.y = 0.5 * halfHeight * Math.sin(turn * 1.37 + this.index);
  }
}

const sineTable = Float32Array.from({ length: 4096 }, (_, i) => Math.sin((i / 4096) * 2 * Math.PI));

/** From a table: it is asked for three times per particle and step. */
function sine(angle: number): number {
  return sineTable[((angle * (4096 / (2 * Math.PI))) | 0) & 4095]!;
}
