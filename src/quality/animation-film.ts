import { framesPerSecond, frameTimestampUs, type FrameRate } from '../composition/frame-rate';
import { frameOfImage, openImages } from './browser-picture';
import type { Structure } from './checks/file-facts';
import type { DecodedFrame, Film } from './film';
import { framesWithin, frameShownAt } from './film-packets';

const types = {
  gif: 'image/gif',
  apng: 'image/png',
  png: 'image/png',
  webp: 'image/webp',
  jpeg: 'image/jpeg',
} as const;

/** Containers of pictures that a browser decodes. */
export type ImageContainer = keyof typeof types;

/**
 * GIF, APNG and WebP, decoded by the browser: a picture needs those before it, and ffmpeg knows no animated WebP. Encoders
 * write pictures that are alike as one that lasts longer: it is given out as often as it is shown.
 *
 * @param structure what walking through the file told
 */
export async function openAnimation(
  file: Blob,
  container: ImageContainer,
  { picture }: Structure,
  frameRate: FrameRate,
): Promise<Film> {
  if (!picture) throw new Error('The file has no picture.');
  const { packets } = picture;
  // A picture that stands still has no times.
  const told = packets.times.length > 0 ? packets : { times: [0], durations: [0], sizes: [0] };
  const { times, sizes } = told;
  // It is shown as long as a frame.
  const isStill = times.length === 1 && told.durations[0] === 0;
  const durations = isStill ? [1 / framesPerSecond(frameRate)] : told.durations;
  const { decoder, count } = await openImages(file, types[container]);
  const end = (index: number): number => times[index]! + durations[index]!;

  async function* shown(index: number, timesUs: readonly number[]): AsyncGenerator<DecodedFrame, void, undefined> {
    const { image } = await decoder.decode({ frameIndex: index });
    try {
      for (const [place, timestampUs] of timesUs.entries()) {
        const endUs = timesUs[place + 1] ?? 1e6 * end(index);
        yield frameOfImage(image, { timestampUs, durationUs: Math.round(endUs - timestampUs) });
      }
    } finally {
      image.close();
    }
  }

  const nearest = (seconds: number): number => Math.round(seconds * framesPerSecond(frameRate));
  return {
    codec: picture.codec,
    width: picture.width,
    height: picture.height,
    durationSeconds: times.length === 0 ? 0 : end(times.length - 1),
    bitrate: bitrateOf(times, sizes),
    packetHashes: () => Promise.resolve(null),
    isCheap: true,
    async *frames(stretch = { from: 0, to: Infinity }) {
      if (count !== times.length) throw new Error(`Of ${times.length} pictures the browser finds ${count}.`);
      const [from, to] = framesWithin(times, stretch);
      for (let index = from; index < to; index++) {
        const first = nearest(times[index]!);
        const repeats = Math.max(1, nearest(end(index)) - first);
        const later = Array.from({ length: repeats - 1 }, (_, n) => frameTimestampUs(first + n + 1, frameRate));
        yield* shown(index, [Math.round(1e6 * times[index]!), ...later]);
      }
    },
    async *framesAt(seconds) {
      for (const moment of seconds) {
        const begin = frameTimestampUs(Math.floor(moment * framesPerSecond(frameRate) + 0.001), frameRate);
        yield* shown(frameShownAt(times, moment), [begin]);
      }
    },
    dispose: () => decoder.close(),
  };
}

function bitrateOf(times: readonly number[], sizes: readonly number[]): number[] {
  const bits: number[] = Array.from({ length: Math.floor(times.at(-1) ?? 0) + 1 }, () => 0);
  for (const [index, time] of times.entries()) bits[Math.floor(time)]! += 8 * sizes[index]!;
  return bits;
}
