import type { Composition, FrameContext, Layer, RenderSession, Stage } from '../../index';
import { renderMusic } from '../music/render-music';
import { trackDuration } from '../music/score';
import { createLayerCanvas, releaseCanvas } from './layer-canvas';
import { drawBackdrop, drawBars, drawDust, drawWaveform, type Figure } from './spectrum-figure';
import { bandLevels, meanLevel } from './spectrum-bands';

const sampleRate = 48_000;
const fftSize = 2048;

/** A ring that plays the demo's track: one ray per band, the waveform inside. It breathes in silence, too. */
export const spectrum: Composition = {
  id: 'spectrum',
  name: 'Spectrum',
  width: 1280,
  height: 720,
  frameRate: 30,
  durationInFrames: Math.round(trackDuration * 30),
  background: '#080a14',
  audio: [{ source: renderMusic }],
  spectrum: { fftSize, smoothingTimeConstant: 0.72, minDecibels: -82, maxDecibels: -16 },
  open: (stage) => new SpectrumSession(stage),
};

const barsPerSide = 56;

class SpectrumSession implements RenderSession {
  private readonly backdrop: CanvasRenderingContext2D;
  private readonly figure: CanvasRenderingContext2D;
  /** The figure again, small: scaled up, it is the figure's glow. */
  private readonly glow: CanvasRenderingContext2D;
  private readonly specks: readonly number[];

  constructor(private readonly stage: Stage) {
    this.backdrop = createLayerCanvas(stage);
    this.figure = createLayerCanvas(stage);
    this.glow = createLayerCanvas({ width: Math.ceil(stage.width / 16), height: Math.ceil(stage.height / 16) });
    this.specks = Array.from({ length: 4 * 260 }, () => stage.random());
  }

  renderFrame(_frame: number, { time, spectrum: sound }: FrameContext): void {
    const { width, height } = this.stage;
    const levels = bandLevels(sound?.frequency, barsPerSide, sampleRate / fftSize);
    const figure: Figure = {
      unit: Math.min(width, height) / 100,
      time,
      phase: (time / trackDuration) * 2 * Math.PI,
      levels,
      bass: meanLevel(levels, 0, 0.16),
      treble: meanLevel(levels, 0.7, 1),
      waveform: sound?.waveform,
    };
    drawBackdrop(this.backdrop, this.stage, figure);
    drawDust(this.backdrop, this.stage, figure, this.specks);
    this.figure.reset();
    this.figure.translate(width / 2, height / 2);
    drawBars(this.figure, figure);
    drawWaveform(this.figure, figure);
    this.drawGlow();
  }

  layers(): readonly Layer[] {
    return [
      { name: 'Backdrop', source: this.backdrop.canvas },
      { name: 'Glow', source: this.glow.canvas, blendMode: 'screen', opacity: 0.8 },
      { name: 'Ring', source: this.figure.canvas, blendMode: 'screen' },
    ];
  }

  dispose(): void {
    for (const context of [this.backdrop, this.figure, this.glow]) releaseCanvas(context.canvas);
  }

  private drawGlow(): void {
    const { canvas } = this.glow;
    this.glow.reset();
    this.glow.imageSmoothingQuality = 'high';
    this.glow.filter = 'blur(1.5px) brightness(1.3)';
    this.glow.drawImage(this.figure.canvas, 0, 0, canvas.width, canvas.height);
  }
}
