import { element } from '../dom';

/** Draws a lane at its present size; `width` and `height` are CSS pixels, and the context is scaled to them. */
export type LanePainter = (context: CanvasRenderingContext2D, width: number, height: number) => void;

/** A canvas that fills its lane and is painted anew whenever the lane's size changes, or on `repaint`. */
export function laneCanvas(paint: LanePainter): { canvas: HTMLCanvasElement; repaint: () => void } {
  const canvas = element('canvas', { class: 'lane-canvas', 'aria-hidden': 'true' });
  const repaint = () => {
    const { clientWidth: width, clientHeight: height } = canvas;
    const context = canvas.getContext('2d');
    if (context === null || width === 0 || height === 0) return;
    const density = window.devicePixelRatio;
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    context.scale(density, density);
    paint(context, width, height);
  };
  new ResizeObserver(repaint).observe(canvas);
  const light = matchMedia('(prefers-color-scheme: light)');
  const follow = (): void => {
    if (canvas.isConnected) repaint();
    else light.removeEventListener('change', follow);
  };
  light.addEventListener('change', follow);
  return { canvas, repaint };
}

/** The value of a colour of the theme, for drawing. */
export function themeColour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
