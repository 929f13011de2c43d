import type { DomRenderer } from '../frame-capture';
import type { ElementSource } from '../stage-layer';

/** CSS properties and their values. */
export type StyleOverrides = Readonly<Record<string, string>>;

/** Turns elements into pixels with the help of a library. */
export interface ElementRenderer {
  /**
   * A picture of the stage's size showing `element` alone, where layout puts it, on nothing. It is not drawn on later.
   * Rejects with whatever the library throws.
   *
   * @param style replaces what the element's own style says; only in the picture
   */
  render(element: ElementSource, style: StyleOverrides): Promise<CanvasImageSource>;
}

export interface ElementRendererOptions {
  width: number;
  height: number;
  root: HTMLElement;
  /** Called with what a library says it could not do. */
  onDegradation: (code: string, message: string) => void;
}

/** Loads a renderer, and with it the library it stands on: compositions without elements never pay for one. */
export async function loadElementRenderer(
  kind: DomRenderer,
  options: ElementRendererOptions,
): Promise<ElementRenderer> {
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

export function overrideStyle(element: HTMLElement | SVGElement, style: StyleOverrides): void {
  for (const [property, value] of Object.entries(style)) element.style.setProperty(property, value, 'important');
}
