import { colourSpaces } from '../colour/colour-space';
import type { FrameRate } from '../composition/frame-rate';
import type { FfmpegDecoder } from '../encode/ffmpeg/ffmpeg-lane';
import { codecs } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import { openAnimation } from './animation-film';
import { ByteReader, latin } from './checks/byte-reader';
import { foreignContainer } from './checks/structure/foreign-containers';
import { readStructure } from './checks/structure/read-structure';
import { zipFiles } from './checks/structure/zip-structure';
import { codedRasterOf } from './coded-raster';
import { openFfmpegFilm, type FfmpegFilmInput } from './ffmpeg-film';
import type { Film } from './film';
import { UndecodableError } from './undecodable-error';
import type { FilmPackets } from './film-packets';
import { openBrowserFilm } from './mediabunny-film';
import { readPackets } from './mediabunny-packets';
import { readMxfPackets } from './mxf-packets';
import { openSequence, type NumberedPicture } from './sequence-film';

/** What is known of a file that is to be decoded, and who decodes it. */
export interface FilmToOpen {
  file: Blob;
  /** Those of a folder, in place of the file. */
  pictures?: readonly NumberedPicture[] | undefined;
  /** What it was made with; null: nobody knows. */
  settings: ExportSettings | null;
  /** Of what no browser decodes; null: there is no ffmpeg. */
  decoder: FfmpegDecoder | null;
}

/** Of pictures that tell no rate. */
export const usualRate: FrameRate = { num: 25, den: 1 };

/**
 * Opens a file by whatever decodes it here: the browser, ffmpeg on a lane, or code of our own.
 *
 * @throws UndecodableError where nothing does; Error for a damaged file
 */
export async function openFilm({ file, pictures, settings, decoder }: FilmToOpen): Promise<Film> {
  const lane = decoder ?? noDecoder;
  const frameRate = settings?.frameRate ?? usualRate;
  const lightIsMultiplied = settings?.video.alpha === 'premultiplied';
  const sequenceOf = (each: readonly NumberedPicture[]): Promise<Film> =>
    openSequence({ pictures: each, frameRate, decoder: lane, lightIsMultiplied });
  if (pictures) return sequenceOf(pictures);
  const head = await new ByteReader(file).read(0, 16);
  const isMatroska = head[0] === 0x1a && head[1] === 0x45;
  if (isMatroska || latin(head.subarray(4, 8)) === 'ftyp') {
    try {
      return await openBrowserFilm(file);
    } catch (cause) {
      const isWebCodec = settings !== null && codecs[settings.video.codec].muxer === 'mediabunny';
      if (!(cause instanceof UndecodableError) || isWebCodec) throw cause;
    }
    return byLane(file, isMatroska ? 'matroska' : 'mov', await readPackets(file), lane, settings);
  }
  const structure = await readStructure(new ByteReader(file));
  switch (structure.container) {
    case 'mxf':
      return byLane(file, 'mxf', await readMxfPackets(file), lane, settings);
    case 'gif':
    case 'apng':
    case 'png':
    case 'webp':
    case 'jpeg':
      return openAnimation(file, structure.container, structure, frameRate);
    case 'zip':
      return sequenceOf(await zipFiles(file));
    case 'tiff':
    case 'exr':
      return sequenceOf([{ name: `.${structure.container}`, file }]);
    case 'avi':
    case 'bmp':
      throw new UndecodableError(`The picture of ${foreignContainer(structure.container)!.name} is not decoded here.`);
    default:
      return openBrowserFilm(file);
  }
}

async function byLane(
  file: Blob,
  demuxer: 'mov' | 'matroska' | 'mxf',
  packets: FilmPackets,
  decoder: FfmpegDecoder,
  settings: ExportSettings | null,
): Promise<Film> {
  try {
    // Containers have names of their own for what was asked for.
    const codec = settings?.video.codec ?? packets.codec;
    return await openFfmpegFilm({ file, codec, demuxer, packets, decoder, shown: settings && shownBy(settings) });
  } catch (cause) {
    packets.dispose();
    throw cause;
  }
}

function shownBy(settings: ExportSettings): FfmpegFilmInput['shown'] {
  const { width, height, video } = settings;
  const matrix = colourSpaces[video.colourSpace ?? 'bt709'];
  return { width, height, raster: codedRasterOf(settings), matrix, interlaced: video.scan === 'interlaced' };
}

const noDecoder: FfmpegDecoder = {
  decode: () => Promise.reject(new UndecodableError('This editor does not serve ffmpeg, which decodes such files.')),
};
