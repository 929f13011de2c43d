import type { FfmpegDecoder, FfmpegPicture } from '../encode/ffmpeg/ffmpeg-lane';
import { ahead } from './ahead';
import type { CodedRaster } from './coded-raster';
import { linesFrom, planesOf, readRgb } from './decoded-picture';
import type { DecodedFrame, Film } from './film';
import { framesWithin, frameShownAt, type FilmPackets } from './film-packets';
import type { CodedPlanes } from '../kernels/planes/coded-planes';
import { exactPixels } from '../kernels/planes/exact-planes';
import { stretched } from './metrics/stretch';

export interface FfmpegFilmInput {
  file: Blob;
  codec: string;
  demuxer: 'mov' | 'matroska' | 'mxf';
  packets: FilmPackets;
  decoder: FfmpegDecoder;
  /** Of the frames as they are shown; null: as they are coded. */
  shown: {
    width: number;
    height: number;
    raster: CodedRaster;
    matrix: CodedPlanes['matrix'];
    interlaced: boolean;
  } | null;
}

/** Bytes of raw pictures that one run of ffmpeg may give, where all are decoded. */
const runBytes = 48 << 20;

/**
 * A film that ffmpeg decodes on a lane. A frame takes one run: opening the file is little beside decoding, and several in
 * one run would be in memory together.
 *
 * @throws Error for a damaged file, `UndecodableError` where no lane can be had
 */
export async function openFfmpegFilm(input: FfmpegFilmInput): Promise<Film> {
  const { file, codec, demuxer, packets, decoder, shown } = input;
  const { times } = packets;
  const decode = (first: number, count: number): Promise<FfmpegPicture[]> => {
    // Between two frames, so that no rounding leads to another.
    const from = first === 0 ? 0 : (times[first - 1]! + times[first]!) / 2;
    return decoder.decode({ kind: 'film', file, demuxer, from, count });
  };
  let opening: FfmpegPicture[] | null = await decode(0, 1);
  const [first] = opening;
  if (!first) throw new Error('The film has no first frame.');
  const runFrames = Math.max(1, Math.floor(runBytes / first.bytes.length));

  async function* runs(
    starts: readonly number[],
    count: number,
    end = times.length,
  ): AsyncGenerator<DecodedFrame, void, undefined> {
    const run = async (start: number): Promise<DecodedFrame[]> => {
      const kept = start === 0 && count === 1 ? opening : null;
      opening = null;
      const wanted = Math.min(count, end - start);
      const pictures = kept ?? (await decode(start, wanted));
      if (pictures.length < wanted) {
        throw new Error(`Frame ${start + pictures.length} cannot be decoded.`);
      }
      return pictures.map((picture, place) => frameOf(picture, start + place, input));
    };
    for await (const frames of ahead(starts, run)) yield* frames;
  }

  return {
    codec,
    width: shown?.width ?? first.width,
    height: shown?.height ?? first.height,
    durationSeconds: packets.durationSeconds,
    bitrate: packets.bitrate,
    packetHashes: () => packets.hashes(),
    isCheap: false,
    frames(stretch = { from: 0, to: Infinity }) {
      const [from, end] = framesWithin(times, stretch);
      return runs(every(runFrames, from, end), runFrames, end);
    },
    framesAt: (seconds) =>
      runs(
        seconds.map((moment) => frameShownAt(times, moment)),
        1,
      ),
    dispose: () => packets.dispose(),
  };
}

function every(step: number, from: number, end: number): number[] {
  return Array.from({ length: Math.ceil((end - from) / step) }, (_, index) => from + index * step);
}

function frameOf(picture: FfmpegPicture, index: number, { packets, shown }: FfmpegFilmInput): DecodedFrame {
  const { times, durationSeconds } = packets;
  const end = times[index + 1] ?? durationSeconds;
  const linesAbove = shown?.raster.linesAbove ?? 0;
  const [columns, rows] = [picture.width, picture.height - linesAbove];
  const isSqueezed = shown !== null && columns === shown.raster.columns && columns !== shown.width;
  const width = isSqueezed ? shown.width : columns;
  const planes = (): CodedPlanes | null => {
    const all = planesOf(picture, shown?.matrix);
    return all && linesFrom({ ...all, interlaced: shown?.interlaced ?? false }, linesAbove);
  };
  const readCoded = (into: Uint8Array<ArrayBuffer>): void => {
    const codes = planes();
    if (codes) exactPixels(codes, into);
    else readRgb(picture, into);
  };
  return {
    timestampUs: Math.round(1e6 * picture.time),
    durationUs: Math.round(1e6 * (end - times[index]!)),
    width,
    height: rows,
    planes: () => Promise.resolve(isSqueezed ? null : planes()),
    read(into) {
      const coded = isSqueezed ? new Uint8Array(columns * rows * 4) : into;
      readCoded(coded);
      if (isSqueezed) into.set(stretched(coded, { columns, rows, to: width }));
      return Promise.resolve();
    },
  };
}
