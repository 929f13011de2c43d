import { FieldWeaver } from '../../../src/encode/field-weaver';
import type { FfmpegEncoderSettings } from '../../../src/encode/ffmpeg/ffmpeg-settings';
import { drawScene } from '../scene';
import { pictureCount } from './picture-index';

type Picture = Pick<FfmpegEncoderSettings, 'width' | 'height' | 'scan'>;

let held: { key: string; pictures: ArrayBuffer[] } | undefined;

/** The scene as coded frames, fields woven: blue, green, red, alpha. One size at a time. */
export function picturesOf({ width, height, scan }: Picture): ArrayBuffer[] {
  const key = `${width}x${height} ${scan}`;
  if (held?.key !== key) held = { key, pictures: draw(width, height, scan) };
  return held.pictures;
}

function draw(width: number, height: number, scan: Picture['scan']): ArrayBuffer[] {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!;
  const at = (time: number): ArrayBuffer => {
    drawScene(context, time, width, height);
    return withRedAndBlueSwapped(context.getImageData(0, 0, width, height).data);
  };
  return Array.from({ length: pictureCount }, (_, frame) => {
    if (scan === 'progressive') return at(frame / 25);
    const weaver = new FieldWeaver({ width });
    weaver.add(at(frame / 25));
    return weaver.add(at((frame + 0.5) / 25))!;
  });
}

/** From the engine's order of components to a canvas's, or back. */
export function withRedAndBlueSwapped(pixels: ArrayLike<number> & { length: number }): ArrayBuffer {
  const swapped = new Uint8ClampedArray(pixels);
  for (let at = 0; at < swapped.length; at += 4) {
    swapped[at] = pixels[at + 2]!;
    swapped[at + 2] = pixels[at]!;
  }
  return swapped.buffer;
}
