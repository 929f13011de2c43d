import { cancelled } from '../../errors';
import { realClearTimeout, realSetTimeout } from '../../composition/real-time';
import { inRealTime } from '../../composition/virtual-clock/virtual-clock';
import { elementFailed, elementTimedOut, rendererMissing } from '../capture-errors';
import type { CaptureWarning, DomRenderer } from '../frame-capture';
import type { ElementSource, StageArea, StageLayer } from '../stage-layer';
import type { ElementRenderer, ElementRendererOptions } from './element-renderer';
import { findRendererLimits } from './renderer-limits';
import type { StyleOverrides } from './style-overrides';

/** The slowest element measured took 1.3 s at 4K; what takes this long has stopped. */
const timeoutMs = 30_000;

/** Renders the elements among the layers, and warns of what the renderer cannot do. */
export class ElementCapture {
  private renderer: Promise<ElementRenderer> | undefined;
  private readonly lookedAt = new WeakSet<Element>();

  constructor(
    private readonly kind: DomRenderer,
    private readonly stage: StageArea,
    private readonly signal: AbortSignal,
    private readonly onWarning: (warning: CaptureWarning) => void,
  ) {}

  /**
   * A picture of the stage's size with the element alone in it, where layout puts it.
   *
   * @throws ExportError capture/dom-failed, timeout/dom-timeout, cancelled
   */
  picture(layer: StageLayer<ElementSource>): Promise<CanvasImageSource> {
    this.lookAt(layer.source);
    // The libraries wait on timers and frames, which a virtual clock that has the page would never let pass.
    return this.withinTime(
      inRealTime(() => this.render(layer)),
      layer.path,
    );
  }

  private async render(layer: StageLayer<ElementSource>): Promise<CanvasImageSource> {
    const renderer = await (this.renderer ??= this.load());
    try {
      return await renderer.render(layer.source, ownStyleReplaced(layer));
    } catch (error) {
      throw elementFailed(`${layer.path}.source`, this.kind, error);
    }
  }

  private async load(): Promise<ElementRenderer> {
    const { width, height, root } = this.stage;
    const onDegradation = (code: string, message: string): void =>
      this.onWarning({ code: `${this.kind}-${code}`, message: `${this.kind}: ${message}` });
    try {
      return await loadRenderer(this.kind, { width, height, root, onDegradation });
    } catch (error) {
      this.renderer = undefined;
      throw rendererMissing(this.kind, error);
    }
  }

  /** Styles are looked at when an element first appears: doing it for every frame would cost more than rendering. */
  private lookAt(element: ElementSource): void {
    if (this.lookedAt.has(element)) return;
    this.lookedAt.add(element);
    findRendererLimits(element, this.kind).forEach((warning) => this.onWarning(warning));
  }

  private withinTime<T>(rendering: Promise<T>, path: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = realSetTimeout(() => reject(elementTimedOut(`${path}.source`, this.kind, timeoutMs)), timeoutMs);
      const abort = (): void => reject(cancelled('capture', this.signal.reason));
      this.signal.addEventListener('abort', abort);
      rendering.then(resolve, reject).finally(() => {
        realClearTimeout(timer);
        this.signal.removeEventListener('abort', abort);
      });
    });
  }
}

/** Loads a renderer, and with it the library it stands on: compositions without elements never pay for one. */
async function loadRenderer(kind: DomRenderer, options: ElementRendererOptions): Promise<ElementRenderer> {
  switch (kind) {
    case 'snapdom': {
      const { SnapdomRenderer } = await import('./snapdom-renderer');
      return new SnapdomRenderer(options);
    }
    case 'html2canvas': {
      const { Html2canvasRenderer } = await import('./html2canvas-renderer');
      return new Html2canvasRenderer(options);
    }
  }
}

/**
 * What a layer says of itself takes the place of the same property of its element, as it does where a preview sets
 * them on the element: or it would count twice. What it leaves at the default stays the element's own.
 */
function ownStyleReplaced({ opacity, operation, filter, transform }: StageLayer): StyleOverrides {
  return {
    ...(opacity === 1 ? {} : { opacity: '1' }),
    ...(operation === 'source-over' ? {} : { 'mix-blend-mode': 'normal' }),
    ...(filter === null ? {} : { filter: 'none' }),
    ...(transform === null ? {} : { transform: 'none' }),
  };
}
