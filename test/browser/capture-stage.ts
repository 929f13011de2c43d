import { converter, differenceCiede2000 } from 'culori';
import { page } from 'vitest/browser';
import { createFrameCapture } from '../../src/capture/capture';
import type { FrameCaptureOptions } from '../../src/capture/frame-capture';
import { readPixels } from '../../src/capture/pixel-reader';
import type { Layer } from '../../src/composition/composition';
import { screenshot } from '../support/media-tools';

/** Red, green, blue, unused: width × height × 4. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray | Uint8Array;
}

export interface TestStage {
  readonly root: HTMLElement;
  readonly width: number;
  readonly height: number;
  /** Shows the layers by plain CSS, as an editor does. */
  readonly show: (layers: readonly Layer[]) => void;
  /** What the browser itself paints of the stage, over black. */
  readonly screenshot: () => Promise<Picture>;
  readonly capture: (layers: readonly Layer[], options?: Partial<FrameCaptureOptions>) => Promise<Picture>;
  readonly remove: () => void;
}

export async function createTestStage(
  width: number,
  height: number,
  background: string | null = null,
): Promise<TestStage> {
  // A test page larger than the browser's window is shown scaled down, which no screenshot survives.
  await page.viewport(1000, 600);
  const black = document.createElement('div');
  black.id = 'stage-over-black';
  black.style.cssText = `position:fixed;left:0;top:0;width:${width}px;height:${height}px;background:#000`;
  const root = document.createElement('div');
  root.style.cssText = 'position:absolute;inset:0;overflow:hidden;isolation:isolate';
  root.style.background = background ?? 'none';
  black.append(root);
  document.body.append(black);
  return {
    root,
    width,
    height,
    show(layers) {
      root.replaceChildren(...layers.map((layer) => styled(layer, width, height)));
    },
    async screenshot() {
      const bitmap = await screenshot('#stage-over-black');
      const context = new OffscreenCanvas(width, height).getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      if (bitmap.width !== width || bitmap.height !== height) throw new Error('The test page is zoomed.');
      return { width, height, pixels: context.getImageData(0, 0, width, height).data };
    },
    async capture(layers, options) {
      const capture = createFrameCapture({ width, height, background, root, ...options });
      try {
        return await toPicture(await capture.capture(layers, 0));
      } finally {
        capture.dispose();
      }
    },
    remove: () => black.remove(),
  };
}

/** Elements have to have their corner in that of the stage, for the transform to turn around the right point. */
function styled({ source, opacity, blendMode, filter, transform }: Layer, width: number, height: number): Element {
  if (source instanceof OffscreenCanvas || source instanceof ImageBitmap) throw new Error('Not an element.');
  if (source instanceof HTMLCanvasElement) {
    source.style.cssText = `position:absolute;left:0;top:0;width:${width}px;height:${height}px`;
  }
  const style = { opacity: String(opacity ?? 1), mixBlendMode: blendMode ?? '', filter: filter ?? '' };
  Object.assign(source.style, {
    ...style,
    transform: transform ?? '',
    transformOrigin: `${width / 2}px ${height / 2}px`,
    isolation: 'isolate',
  });
  return source;
}

/** Closes the frame. */
export async function toPicture(frame: VideoFrame): Promise<Picture> {
  try {
    const { codedWidth: width, codedHeight: height } = frame;
    const pixels = new Uint8Array(width * height * 4);
    await readPixels(frame, pixels.buffer);
    for (let i = 0; i < pixels.length; i += 4) [pixels[i], pixels[i + 2]] = [pixels[i + 2]!, pixels[i]!];
    return { width, height, pixels };
  } finally {
    frame.close();
  }
}

export function canvasOf(
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D) => void,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  draw(canvas.getContext('2d')!);
  return canvas;
}

export interface Difference {
  /** Greatest difference of a channel, of 255. */
  readonly max: number;
  /** Share of the pixels that differ by more than 2. */
  readonly share: number;
}

/** @param counts which pixels are compared */
export function difference(a: Picture, b: Picture, counts: (pixel: number) => boolean = () => true): Difference {
  if (a.pixels.length !== b.pixels.length) throw new Error('Pictures of different sizes.');
  let max = 0;
  let off = 0;
  const pixels = a.pixels.length / 4;
  for (let pixel = 0; pixel < pixels; pixel++) {
    if (!counts(pixel)) continue;
    let worst = 0;
    for (let i = pixel * 4; i < pixel * 4 + 3; i++) worst = Math.max(worst, Math.abs(a.pixels[i]! - b.pixels[i]!));
    max = Math.max(max, worst);
    if (worst > 2) off++;
  }
  return { max, share: off / pixels };
}

/** The pixels whose neighbours, in all eight directions, have nearly the same colour: no edge runs through them. */
export function awayFromEdges({ width, height, pixels }: Picture, tolerance = 8): (pixel: number) => boolean {
  return (pixel) => {
    const x = pixel % width;
    const y = Math.floor(pixel / width);
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) return false;
    for (const step of [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1]) {
      for (let channel = 0; channel < 3; channel++) {
        const here = pixels[pixel * 4 + channel]!;
        if (Math.abs(here - pixels[(pixel + step) * 4 + channel]!) > tolerance) return false;
      }
    }
    return true;
  };
}

/** Mean CIEDE2000 over all pixels. */
export function meanDeltaE(a: Picture, b: Picture): number {
  const toLab = converter('lab65');
  const deltaE = differenceCiede2000();
  let sum = 0;
  for (let i = 0; i < a.pixels.length; i += 4) {
    const [p, q] = [a, b].map(({ pixels }) => ({
      mode: 'rgb' as const,
      r: pixels[i]! / 255,
      g: pixels[i + 1]! / 255,
      b: pixels[i + 2]! / 255,
    }));
    sum += same(a, b, i) ? 0 : deltaE(toLab(p!), toLab(q!));
  }
  return sum / (a.pixels.length / 4);
}

function same(a: Picture, b: Picture, at: number): boolean {
  return [0, 1, 2].every((channel) => a.pixels[at + channel] === b.pixels[at + channel]);
}
