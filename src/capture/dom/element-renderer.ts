import type { ElementSource } from '../stage-layer';
import type { StyleOverrides } from './style-overrides';

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
