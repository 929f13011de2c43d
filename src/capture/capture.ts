import type { Layer } from '../composition/composition';
import { ExportError, throwIfAborted } from '../errors';
import { canvasTainted, frameFailed, isSecurityError, readFailed } from './capture-errors';
import { ContextWatch } from './context-watch';
import { ElementCapture } from './dom/element-capture';
import type { CaptureWarning, FrameCapture, FrameCaptureOptions } from './frame-capture';
import { LayerCompositor } from './layer-compositor';
import { assertFloatCanvas, floatSurface } from './float-surface';
import { readPixels } from './pixel-reader';
import { captureSingleCanvas, isPlainCanvas } from './single-canvas';
import { hasElementSource, hasPixelSource, toStageLayer, type PixelSource, type StageLayer } from './stage-layer';
import { createSurface, type Surface, type SurfaceKind } from './surface';

/**
 * Captures what a session shows. Every frame takes the shortest way that is exact: a lone canvas becomes a frame as it
 * is, canvases and bitmaps are composited in the same task, and only elements make it wait. One capture at a time.
 *
 * @throws ExportError invalid-input/background-invalid, unsupported/float-canvas-unavailable
 */
export function createFrameCapture(options: FrameCaptureOptions): FrameCapture {
  return new StageCapture(options);
}

class StageCapture implements FrameCapture {
  private readonly probe: CanvasRenderingContext2D;
  private readonly contexts = new ContextWatch();
  private readonly disposing = new AbortController();
  private readonly elements: ElementCapture;
  private readonly told = new Set<string>();
  private compositor: LayerCompositor | undefined;
  private copies: Surface[] = [];
  private readonly kind: SurfaceKind;

  constructor(private readonly options: FrameCaptureOptions) {
    const isFloat = options.pixelFormat === 'rgba-f16';
    if (isFloat) assertFloatCanvas();
    this.kind = isFloat ? floatSurface : { colorSpace: options.colourSpace ?? 'srgb' };
    this.probe = createSurface(1, 1).context;
    if (options.background !== null) assertColour(options.background, this.probe);
    const onWarning = (warning: CaptureWarning): void => this.warn(warning);
    this.elements = new ElementCapture(options.domRenderer ?? 'snapdom', options, this.disposing.signal, onWarning);
  }

  capture(layers: readonly Layer[], timestampUs: number): VideoFrame | Promise<VideoFrame> {
    throwIfAborted(this.disposing.signal, 'capture');
    const stack = layers.map((layer, index) => toStageLayer(layer, index, this.options, this.probe));
    stack.forEach((layer) => this.contexts.assertAlive(layer));
    this.warnOfPerspective(stack);
    const frame = this.captureStraight(stack, timestampUs);
    if (frame !== null) return frame;
    if (!stack.every(hasPixelSource)) return this.compositeWithElements(stack, timestampUs);
    return this.composite(
      stack,
      stack.map(({ source }) => source),
      timestampUs,
    );
  }

  async read(frame: VideoFrame, into: ArrayBuffer): Promise<void> {
    const { pixelFormat, colourSpace = 'srgb' } = this.options;
    if (pixelFormat !== 'rgba-f16') return readPixels(frame, into, colourSpace);
    try {
      this.compositor?.readFloats(into, colourSpace);
    } catch (error) {
      throw isSecurityError(error) ? canvasTainted('A layer', error) : readFailed(frame, error);
    }
  }

  dispose(): void {
    this.disposing.abort();
    this.contexts.dispose();
    this.freeSurfaces();
  }

  private captureStraight(stack: readonly StageLayer[], timestampUs: number): VideoFrame | null {
    const [only, another] = stack;
    const { background, alpha = false, colourSpace = 'srgb', pixelFormat } = this.options;
    if (only === undefined || another !== undefined || background !== null) return null;
    // No frame's pixels can be copied as floats.
    if (pixelFormat === 'rgba-f16' || !isPlainCanvas(only, this.options)) return null;
    return captureSingleCanvas(only, timestampUs, alpha, colourSpace);
  }

  private async compositeWithElements(stack: readonly StageLayer[], timestampUs: number): Promise<VideoFrame> {
    // By the time the elements are rendered, a WebGL canvas has been cleared: take the canvases first.
    const copies = stack.map((layer, index) => (hasPixelSource(layer) ? this.copyOf(layer.source, index) : null));
    const pictures: CanvasImageSource[] = [];
    for (const [index, layer] of stack.entries()) {
      pictures.push(hasElementSource(layer) ? await this.elements.picture(layer) : copies[index]!);
    }
    // Meanwhile a context may have been lost, or the export ended.
    throwIfAborted(this.disposing.signal, 'capture');
    stack.forEach((layer) => this.contexts.assertAlive(layer));
    return this.composite(stack, pictures, timestampUs);
  }

  private composite(
    stack: readonly StageLayer[],
    pictures: readonly CanvasImageSource[],
    timestampUs: number,
  ): VideoFrame {
    const { width, height, background, alpha = false } = this.options;
    const compositor = (this.compositor ??= new LayerCompositor(width, height, background, alpha, this.kind));
    try {
      compositor.begin();
      stack.forEach((layer, index) => compositor.draw(layer, pictures[index]!));
      return compositor.finish(timestampUs);
    } catch (error) {
      if (!isSecurityError(error)) throw frameFailed(error);
      // A surface that pixels of another origin have touched can never be read again.
      this.freeSurfaces();
      throw canvasTainted(findTainted(stack), error);
    }
  }

  /** What a source shows now. A bitmap never changes, a canvas is copied. */
  private copyOf(source: PixelSource, index: number): CanvasImageSource {
    if (source instanceof ImageBitmap) return source;
    const { width, height } = source;
    const { canvas, context } = (this.copies[index] ??= createSurface(width, height, this.kind));
    if (canvas.width === width && canvas.height === height) context.clearRect(0, 0, width, height);
    else Object.assign(canvas, { width, height });
    context.drawImage(source, 0, 0);
    return canvas;
  }

  private freeSurfaces(): void {
    this.compositor = undefined;
    this.copies = [];
  }

  private warnOfPerspective(stack: readonly StageLayer[]): void {
    const layer = stack.find(({ transform }) => transform?.lostPerspective === true);
    if (layer === undefined) return;
    this.warn({
      code: 'transform-perspective',
      message: `${layer.path}.transform has perspective, which the export leaves out. Draw it inside the layer instead.`,
    });
  }

  /** Each kind once: a warning a frame would bury the others. */
  private warn(warning: CaptureWarning): void {
    if (this.told.has(warning.code)) return;
    this.told.add(warning.code);
    this.options.onWarning?.(warning);
  }
}

/** A canvas takes a colour it cannot parse for no colour at all, and keeps the one before. */
function assertColour(colour: string, context: CanvasRenderingContext2D): void {
  const taken = ['#000', '#fff'].map((before) => {
    context.fillStyle = before;
    context.fillStyle = colour;
    return context.fillStyle;
  });
  if (taken[0] === taken[1]) return;
  throw new ExportError('invalid-input', {
    detail: 'background-invalid',
    stage: 'capture',
    message: `background: "${colour}" is no colour.`,
    remedy: 'Use a CSS colour such as #102030 or oklch(0.7 0.1 200), or null for none.',
  });
}

/** Which layer it was, by asking the browser for a frame of each. */
function findTainted(stack: readonly StageLayer[]): string {
  const tainted = stack.filter(hasPixelSource).find(({ source }) => {
    try {
      new VideoFrame(source, { timestamp: 0 }).close();
      return false;
    } catch (error) {
      return isSecurityError(error);
    }
  });
  return tainted === undefined ? 'A layer' : `${tainted.path}.source`;
}
