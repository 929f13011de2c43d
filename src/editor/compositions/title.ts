import '@fontsource/inter/latin-500.css';
import '@fontsource/space-grotesk/latin-700.css';
import type { Composition, FrameContext, Layer, RenderSession, Stage } from '../../index';
import { renderMusic } from '../music/render-music';
import { createLayerCanvas, releaseCanvas } from './layer-canvas';
import { drawBackdrop } from './title-backdrop';
import { createCounter, createLockup, createStatement, createTicker, type Scene } from './title-scenes';

const seconds = 8;

/** A title sequence: set text and a drawn emblem, in HTML and SVG, over an animated canvas. */
export const title: Composition = {
  id: 'title',
  name: 'Title',
  width: 1280,
  height: 720,
  frameRate: 30,
  durationInFrames: seconds * 30,
  background: '#f3efe6',
  audio: [{ source: renderMusic, duration: seconds, gain: 0.8, fadeIn: 0.02, fadeOut: 1.4 }],
  async open(stage) {
    // Asked for by hand: text set before its font is there would be measured in another one.
    await Promise.all([document.fonts.load('700 40px "Space Grotesk"'), document.fonts.load('500 40px Inter')]);
    return new TitleSession(stage);
  },
};

class TitleSession implements RenderSession {
  private readonly backdrop: CanvasRenderingContext2D;
  private readonly text = document.createElement('div');
  private readonly scenes: readonly Scene[];

  constructor(private readonly stage: Stage) {
    this.backdrop = createLayerCanvas(stage);
    Object.assign(this.text.style, { position: 'absolute', inset: '0', overflow: 'hidden' });
    this.scenes = [createStatement(stage), createCounter(stage), createLockup(stage), createTicker(stage)];
    this.text.append(...this.scenes.map(({ element }) => element));
    stage.root.append(this.text);
  }

  renderFrame(_frame: number, { time }: FrameContext): void {
    drawBackdrop(this.backdrop, this.stage, time);
    for (const scene of this.scenes) scene.update(time);
  }

  layers(): readonly Layer[] {
    return [
      { name: 'Backdrop', source: this.backdrop.canvas },
      { name: 'Lettering', source: this.text },
    ];
  }

  dispose(): void {
    this.text.remove();
    releaseCanvas(this.backdrop.canvas);
  }
}
