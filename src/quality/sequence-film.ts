import { frameTimestampUs, framesPerSecond, type FrameRate } from '../composition/frame-rate';
import type { FfmpegDecoder } from '../encode/ffmpeg/ffmpeg-lane';
import { ahead } from './ahead';
import { frameOfImage, openImages } from './browser-picture';
import { planesOf, readRgb } from './decoded-picture';
import { readDng, withoutTimecode } from './dng-picture';
import { openPacketHash } from './file-hash';
import type { DecodedFrame, Film } from './film';

/** A picture that is a file of its own. */
export interface NumberedPicture {
  /** `title.0000.png` */
  name: string;
  file: Blob;
}

export interface SequenceInput {
  pictures: readonly NumberedPicture[];
  frameRate: FrameRate;
  /** Of TIFF and OpenEXR. @throws `UndecodableError` where no lane can be had */
  decoder: FfmpegDecoder;
  /** Of OpenEXR: light is multiplied by alpha. Default no. */
  lightIsMultiplied?: boolean;
}

/** A numbered picture, decoded, until it is let go. */
interface Picture {
  width: number;
  height: number;
  /** As {@link DecodedFrame.read}. */
  read: (into: Uint8Array<ArrayBuffer>) => Promise<void> | void;
  close(): void;
}

/** Numbered pictures as a film. @throws Error for what is damaged, or no such pictures */
export async function openSequence(input: SequenceInput): Promise<Film> {
  const { pictures, frameRate } = input;
  const sorted = pictures.toSorted((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
  const [first] = sorted;
  if (!first) throw new Error('There is no picture.');
  const kind = /\w+$/.exec(first.name)![0].toLowerCase();
  const decode = decoders[kind];
  if (!decode) throw new Error(`Pictures called ${first.name} are not read.`);
  const opened = await decode(first.file, input);
  opened.close();

  async function* framesOf(indices: readonly number[]): AsyncGenerator<DecodedFrame, void, undefined> {
    const run = async (index: number): Promise<readonly [number, Picture]> => {
      return [index, await decode!(sorted[index]!.file, input)];
    };
    for await (const [index, picture] of ahead(indices, run, ([, late]) => late.close())) {
      const [timestampUs, end] = [index, index + 1].map((frame) => frameTimestampUs(frame, frameRate)) as [
        number,
        number,
      ];
      try {
        yield {
          ...{ timestampUs, durationUs: end - timestampUs, width: picture.width, height: picture.height },
          planes: () => Promise.resolve(null),
          read: async (into) => picture.read(into),
        };
      } finally {
        picture.close();
      }
    }
  }

  return {
    codec: kind,
    width: opened.width,
    height: opened.height,
    durationSeconds: frameTimestampUs(sorted.length, frameRate) / 1e6,
    bitrate: bitrateOf(sorted, frameRate),
    async packetHashes() {
      const hashOf = await openPacketHash();
      const hashes: string[] = [];
      for (const { file } of sorted) {
        const bytes = new Uint8Array(await file.arrayBuffer());
        hashes.push(hashOf(kind === 'dng' ? withoutTimecode(bytes) : bytes));
      }
      return hashes;
    },
    isCheap: false,
    frames({ from, to } = { from: 0, to: Infinity }) {
      const fps = framesPerSecond(frameRate);
      const all = sorted.map((_, index) => index);
      return framesOf(all.filter((index) => index / fps >= from && index / fps < to));
    },
    framesAt: (seconds) =>
      framesOf(
        seconds.map((moment) => {
          const frame = Math.floor(moment * framesPerSecond(frameRate) + 0.001);
          return Math.max(0, Math.min(sorted.length - 1, frame));
        }),
      ),
    dispose: () => undefined,
  };
}

type Decode = (file: Blob, by: Pick<SequenceInput, 'decoder' | 'lightIsMultiplied'>) => Promise<Picture>;

const decoders: Readonly<Record<string, Decode>> = {
  png: decodePng,
  dng: decodeDng,
  tif: byFfmpeg('tiff'),
  tiff: byFfmpeg('tiff'),
  exr: byFfmpeg('exr'),
};

async function decodePng(file: Blob): Promise<Picture> {
  const { decoder } = await openImages(file, 'image/png');
  const { image } = await decoder.decode();
  const frame = frameOfImage(image, { timestampUs: 0, durationUs: 0 });
  return {
    ...{ width: frame.width, height: frame.height },
    read: (into) => frame.read(into),
    close() {
      image.close();
      decoder.close();
    },
  };
}

async function decodeDng(file: Blob): Promise<Picture> {
  const picture = readDng(new Uint8Array(await file.arrayBuffer()));
  return {
    ...{ width: picture.width, height: picture.height },
    read: (into) => picture.read(into),
    close: () => undefined,
  };
}

function byFfmpeg(codec: 'tiff' | 'exr'): Decode {
  return async (file, { decoder, lightIsMultiplied }) => {
    const [picture] = await decoder.decode({ kind: 'pictures', files: [file], codec });
    if (!picture) throw new Error('A picture cannot be decoded.');
    if (planesOf(picture)) throw new Error('A picture is not in RGB.');
    const { width, height } = picture;
    return { width, height, read: (into) => readRgb(picture, into, lightIsMultiplied), close: () => undefined };
  };
}

function bitrateOf(pictures: readonly NumberedPicture[], frameRate: FrameRate): number[] {
  const bits: number[] = [];
  for (const [index, { file }] of pictures.entries()) {
    const second = Math.floor(frameTimestampUs(index, frameRate) / 1e6);
    bits[second] = (bits[second] ?? 0) + 8 * file.size;
  }
  return bits;
}
