import { convertIndexedToRgb, decode } from 'fast-png';
import { ExportError } from '../errors';
import { openFingerprintTaker, type FrameFingerprint } from './metrics/fingerprint';
import type { CapturedFrames } from './watch-film';

/** PNG pictures by the frame of the file that they show. */
export type ReferencePictures = ReadonlyMap<number, Blob>;

/** What the pictures must fit. */
export interface PicturedFilm {
  width: number;
  height: number;
  /** Frames of the file. */
  frameCount: number;
}

/** A few frames at the end may be missing from the file: that is what a comparison is to find. */
const missingShare = 0.05;

/**
 * What a film is to show, from pictures of all of its frames, or of some. Of all: from the first on without a gap, and no
 * fewer than the film has frames, but for a few.
 *
 * @returns `failure` tells of a picture that could not be read when it was asked for
 * @throws ExportError invalid-input: reference-size, reference-unreadable
 */
export async function capturedInPictures(
  pictures: ReferencePictures,
  film: PicturedFilm,
): Promise<CapturedFrames & { failure(): ExportError | null }> {
  let failure: ExportError | null = null;
  const last = Math.max(...pictures.keys());
  const isWhole = last === pictures.size - 1 && pictures.size >= film.frameCount * (1 - missingShare) - 1;
  const fingerprints: FrameFingerprint[] = [];
  const taker = isWhole ? await openFingerprintTaker({ ...film, pixelOrder: 'bgra' }) : null;
  for (const [frame, picture] of inOrder(pictures)) {
    if (taker) fingerprints.push(taker.take(await pixelsOf(picture, frame, film)));
    else await assertSize(picture, frame, film);
  }
  return {
    fingerprints: isWhole ? fingerprints : null,
    sampledFrames: inOrder(pictures).map(([frame]) => frame),
    async sample(frame) {
      const picture = pictures.get(frame);
      if (!picture || failure) return null;
      try {
        return await pixelsOf(picture, frame, film);
      } catch (cause) {
        failure = unreadable(frame, cause);
        return null;
      }
    },
    failure: () => failure,
  };
}

function inOrder(pictures: ReferencePictures): [frame: number, picture: Blob][] {
  return [...pictures].sort(([one], [other]) => one - other);
}

/** PNG (W3C), sections 5.2 and 11.2.1: the size stands in the first chunk. */
const headerBytes = 24;

async function assertSize(picture: Blob, frame: number, film: PicturedFilm): Promise<void> {
  const header = new DataView(await picture.slice(0, headerBytes).arrayBuffer());
  if (header.byteLength < headerBytes || header.getUint32(0) !== 0x89504e47) throw unreadable(frame, 'it is no PNG');
  fit({ width: header.getUint32(16), height: header.getUint32(20) }, frame, film);
}

function fit(picture: { width: number; height: number }, frame: number, film: PicturedFilm): void {
  if (picture.width === film.width && picture.height === film.height) return;
  throw new ExportError('invalid-input', {
    detail: 'reference-size',
    stage: 'configure',
    message: `The picture of frame ${frame} has ${picture.width} × ${picture.height} pixels, the file ${film.width} × ${film.height}.`,
    remedy: 'Give pictures of the size of the file.',
    frame,
  });
}

/** Blue, green, red and a fourth byte, over black. */
async function pixelsOf(picture: Blob, frame: number, film: PicturedFilm): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await picture.arrayBuffer();
  try {
    const png = decode(bytes, { checkCrc: true });
    fit(png, frame, film);
    const isIndexed = png.palette !== undefined;
    const data = isIndexed ? convertIndexedToRgb(png) : png.data;
    if (!isIndexed && png.depth < 8) throw new Error('pictures of less than 8 bits are not read');
    const channels = isIndexed ? data.length / (png.width * png.height) : png.channels;
    return bgrx(data, channels, !isIndexed && png.depth === 16 ? 257 : 1);
  } catch (cause) {
    throw cause instanceof ExportError ? cause : unreadable(frame, cause);
  }
}

/** @param channels 1 and 2 are grey, 2 and 4 have alpha @param scale what a step of 8 bits is in the data */
function bgrx(data: ArrayLike<number>, channels: number, scale: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array((data.length / channels) * 4);
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  const alpha = channels % 2 === 0 ? channels - 1 : null;
  for (let from = 0, to = 0; from < data.length; from += channels, to += 4) {
    const opacity = alpha === null ? 1 : data[from + alpha]! / (255 * scale);
    out[to] = Math.round((data[from + blue]! * opacity) / scale);
    out[to + 1] = Math.round((data[from + green]! * opacity) / scale);
    out[to + 2] = Math.round((data[from]! * opacity) / scale);
    out[to + 3] = 255;
  }
  return out;
}

function unreadable(frame: number, cause: unknown): ExportError {
  if (cause instanceof ExportError) return cause;
  return new ExportError('invalid-input', {
    detail: 'reference-unreadable',
    stage: 'configure',
    message: `The picture of frame ${frame} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
    remedy: 'Give PNG pictures of 8 or 16 bits.',
    frame,
    cause,
  });
}
