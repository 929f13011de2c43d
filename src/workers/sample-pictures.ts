import { framesPerSecond } from '../composition/frame-rate';
import type { ExportSettings } from '../formats/format';
import { exactPixels } from '../kernels/planes/exact-planes';
import type { Film } from '../quality/film';
import { codedFilmOf } from '../quality/sample-plan';
import { decodedAlphaOf, overBlack } from '../quality/translucent';
import type { CapturedFrames } from '../quality/watch-film';

/** A frame before and after it was encoded, as it looks over black. Whoever receives them closes them. */
export interface SamplePicture {
  /** Of the file. */
  frame: number;
  source: ImageBitmap;
  encoded: ImageBitmap;
}

/** Frames of a film beside what was captured for them. @throws as `Film.framesAt` */
export async function samplePictures(
  film: Film,
  captured: CapturedFrames,
  settings: ExportSettings,
  frames: readonly number[],
): Promise<SamplePicture[]> {
  const { frameRate } = codedFilmOf(settings);
  const { colourSpace } = settings.video;
  const isWide = colourSpace === 'display-p3' || colourSpace === 'bt2020';
  const shown = (pixels: Uint8Array, width: number, height: number): Promise<ImageBitmap> =>
    bitmapOf(pixels, { width, height, colorSpace: isWide ? 'display-p3' : 'srgb' });
  // The middle of a frame is in it, however times are rounded.
  const moments = frames.map((frame) => (frame + 0.5) / framesPerSecond(frameRate));
  const pictures: SamplePicture[] = [];
  for await (const decoded of film.framesAt(moments)) {
    const frame = frames[pictures.length]!;
    const source = await captured.sample(frame);
    if (!source) throw new Error(`Frame ${frame} was not kept.`);
    const { width, height } = decoded;
    const pixels = new Uint8Array(width * height * 4);
    const planes = await decoded.planes();
    if (planes) exactPixels(planes, pixels);
    else await decoded.read(pixels);
    if (decodedAlphaOf(settings) === 'straight') overBlack(pixels);
    pictures.push({
      frame,
      source: await shown(source, settings.width, settings.height),
      encoded: await shown(pixels, width, height),
    });
  }
  return pictures;
}

/** @param pixels blue, green, red and a fourth byte, as they look over black */
function bitmapOf(
  pixels: Uint8Array,
  { width, height, colorSpace }: { width: number; height: number; colorSpace: PredefinedColorSpace },
): Promise<ImageBitmap> {
  const image = new ImageData(width, height, { colorSpace });
  const { data } = image;
  for (let at = 0; at < data.length; at += 4) {
    data[at] = pixels[at + 2]!;
    data[at + 1] = pixels[at + 1]!;
    data[at + 2] = pixels[at]!;
    data[at + 3] = 255;
  }
  return createImageBitmap(image);
}
