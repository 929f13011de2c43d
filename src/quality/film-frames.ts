import { framesPerSecond, type FrameRate } from '../composition/frame-rate';
import type { DecodedFilm } from './compare-exports';
import type { Film } from './film';
import { exactPixels } from '../kernels/planes/exact-planes';

/**
 * The frames of a film, numbered by when they are shown, so that one that is missing leaves a gap.
 *
 * @param frameRate null: they are numbered in turn
 */
export function decodedFilm(film: Film, frameRate: FrameRate | null): DecodedFilm {
  const { width, height } = film;
  return { width, height, frames: framesOf(film, frameRate) };
}

async function* framesOf(film: Film, frameRate: FrameRate | null): DecodedFilmFrames {
  const { width, height } = film;
  const pixels = new Uint8Array(width * height * 4);
  let count = 0;
  let first: number | null = null;
  for await (const frame of film.frames()) {
    if (frame.width !== width || frame.height !== height) {
      throw new Error(`A frame is ${frame.width} × ${frame.height} instead of ${width} × ${height}.`);
    }
    // By exact arithmetic, where the decoder gives out the codes.
    const planes = await frame.planes();
    if (planes) exactPixels(planes, pixels);
    else await frame.read(pixels);
    first ??= frame.timestampUs;
    const shownAt = (frame.timestampUs - first) / 1e6;
    yield { frame: frameRate ? Math.round(shownAt * framesPerSecond(frameRate)) : count, pixels };
    count++;
  }
}

type DecodedFilmFrames = AsyncGenerator<{ frame: number; pixels: Uint8Array }, void, undefined>;
