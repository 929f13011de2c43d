import type { Composition, FrameContext, Layer, RenderSession, Stage } from '../../index';
import { createLayerCanvas, releaseCanvas } from './layer-canvas';
import { LightBuffer, type LightState } from './particles-light';
import { ParticleSimulation, stepsPerSecond, type SimulationState } from './particles-simulation';

const seconds = 12;

/** Twelve thousand sparks in a current with three gravity wells, drawn as light that lingers. */
export const particles: Composition = {
  id: 'particles',
  name: 'Particles',
  width: 1280,
  height: 720,
  frameRate: 30,
  durationInFrames: seconds * 30,
  background: '#05060f',
  stateful: true,
  open: (stage) => new ParticlesSession(stage),
};

interface ParticlesState {
  frame: number;
  simulation: SimulationState;
  light: LightState;
}

/** Trails are kept at no more than this many pixels on the shorter side; larger stages scale them up smoothly. */
const lightResolution = 1080;

class ParticlesSession implements RenderSession {
  private readonly context: CanvasRenderingContext2D;
  private readonly simulation: ParticleSimulation;
  private readonly light: LightBuffer;
  private readonly start: SimulationState;
  /** The last frame simulated; −1: none. */
  private frame = -1;

  constructor(private readonly stage: Stage) {
    const { width, height } = stage;
    this.context = createLayerCanvas(stage);
    const scale = Math.min(1, lightResolution / Math.min(width, height));
    this.light = new LightBuffer(Math.round(width * scale), Math.round(height * scale));
    const seed = Math.floor(stage.random() * 2 ** 32);
    this.simulation = new ParticleSimulation(width / height, seed, seconds);
    this.start = this.simulation.snapshot();
  }

  /** Going back starts again from the first frame: the way to a frame is always the same, and so is the frame. */
  renderFrame(frame: number, { signal }: FrameContext): void {
    if (frame < this.frame) this.reset();
    while (this.frame < frame) {
      signal.throwIfAborted();
      this.frame++;
      this.simulateFrame();
    }
    this.draw();
  }

  layers(): readonly Layer[] {
    return [{ name: 'Particles', source: this.context.canvas }];
  }

  snapshot(): ParticlesState {
    return { frame: this.frame, simulation: this.simulation.snapshot(), light: this.light.snapshot() };
  }

  restore(state: unknown): void {
    const { frame, simulation, light } = state as ParticlesState;
    this.frame = frame;
    this.simulation.restore(simulation);
    this.light.restore(light);
  }

  dispose(): void {
    releaseCanvas(this.context.canvas);
    this.light.dispose();
  }

  private reset(): void {
    this.frame = -1;
    this.simulation.restore(this.start);
    this.light.clear();
  }

  /** Steps have a fixed length, counted in whole numbers, so that every frame rate shows the same motion. */
  private simulateFrame(): void {
    const { num, den } = this.stage.frameRate;
    const until = Math.floor((this.frame * den * stepsPerSecond) / num);
    const { light, simulation } = this;
    light.fade(until - simulation.step);
    while (simulation.step < until) {
      simulation.advance();
      simulation.depositInto(light, until - simulation.step);
    }
  }

  private draw(): void {
    const { context, stage } = this;
    context.drawImage(this.light.develop(), 0, 0, stage.width, stage.height);
    this.simulation.drawSparks(context, stage);
  }
}
