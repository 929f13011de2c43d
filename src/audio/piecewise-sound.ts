import { throwIfAborted } from '../errors';
import { untilAborted } from './abort';
import { decodeFile, requireLevels } from './decode-file';
import type { SeekableFile } from './seekable-file';
import type { PlanarSamples, Sound } from './sound';

/** Seconds of a piece. Whole ones, so that a piece begins on a sample at the file's rate and at the export's. */
const pieceSeconds = 8;

/** Pieces held. The encoder and the spectrum read at different places, and each may be between two pieces. */
const piecesHeld = 4;

/**
 * Samples of the file decoded on both sides of a piece that is resampled, at least. The resampler of `decodeAudioData`
 * looks at 16 on each side.
 */
const overlap = 256;

export interface PiecewiseOptions {
  /** Hz: what the sound is resampled to. */
  sampleRate: number;
  /** Of the source, for messages. */
  description: string;
  signal: AbortSignal;
  /** Decodes the file whole. Asked when a piece fails: that way more damage is survived, and what is wrong is said. */
  decodeWhole: () => Promise<PlanarSamples>;
}

/** The sound of a file of which a few pieces are in memory: those read last. */
export function piecewiseSound(file: SeekableFile, options: PiecewiseOptions): Sound {
  const { sampleRate, description, signal, decodeWhole } = options;
  const length = resampledLength(file, sampleRate);
  const pieceLength = pieceSeconds * sampleRate;
  const held = new Map<number, Promise<PlanarSamples>>();
  let whole: Promise<PlanarSamples> | null = null;

  async function decodePiece(index: number): Promise<PlanarSamples> {
    const first = index * pieceLength;
    const end = Math.min(first + pieceLength, length);
    const channels = await decodeStretch(file, options, index * pieceSeconds, end - first).catch(async () => {
      throwIfAborted(signal, 'audio');
      return stretchOf(await (whole ??= decodeWhole()), file.channelCount, first, end);
    });
    requireLevels(channels, sampleRate, description, first);
    return channels;
  }

  function piece(index: number): Promise<PlanarSamples> {
    const found = held.get(index) ?? decodePiece(index);
    // Last in the map: read last.
    held.delete(index);
    held.set(index, found);
    if (held.size > piecesHeld) held.delete(held.keys().next().value!);
    return found;
  }

  return {
    channelCount: file.channelCount,
    length,
    async read(first, end) {
      const start = Math.floor(first / pieceLength);
      if (end <= (start + 1) * pieceLength) {
        const offset = start * pieceLength;
        return (await piece(start)).map((samples) => samples.subarray(first - offset, end - offset));
      }
      const channels = Array.from({ length: file.channelCount }, () => new Float32Array(end - first));
      for (let index = start; index * pieceLength < end; index++) {
        const offset = index * pieceLength;
        const from = Math.max(first, offset);
        const samples = await piece(index);
        channels.forEach((channel, number) => {
          channel.set(samples[number]!.subarray(from - offset, end - offset), from - first);
        });
      }
      return channels;
    },
  };
}

/** `count` samples from a whole second of the file on, at the rate of the export. */
async function decodeStretch(
  file: SeekableFile,
  { sampleRate, description, signal }: PiecewiseOptions,
  second: number,
  count: number,
): Promise<PlanarSamples> {
  const decode = async (first: number, end: number): Promise<PlanarSamples> =>
    decodeFile(await untilAborted(file.cut(first, end), signal), sampleRate, description, signal);
  const first = second * file.sampleRate;
  if (file.sampleRate === sampleRate) return requireLength(await decode(first, first + count), 0, count);
  // Both rates have a sample at the same time once in so many: only there may a stretch begin, or its samples would lie
  // between those of the whole.
  const shared = greatestCommonDivisor(file.sampleRate, sampleRate);
  const period = file.sampleRate / shared;
  const periods = Math.ceil(overlap / period);
  const lead = Math.min(first, periods * period);
  const end = first + Math.ceil((count / sampleRate) * file.sampleRate) + periods * period;
  const resampled = await decode(first - lead, Math.min(end, file.length));
  return requireLength(resampled, (lead / period) * (sampleRate / shared), count);
}

/** @throws Error when there are not as many samples */
function requireLength(channels: PlanarSamples, first: number, count: number): PlanarSamples {
  return channels.map((samples) => {
    if (samples.length < first + count) throw new Error(`${samples.length} samples where ${first + count} were due.`);
    // A copy where less is wanted, so that what is around it is not held.
    return samples.length === count ? samples : samples.slice(first, first + count);
  });
}

/** What a sound in memory has between two samples; silence where it ends before. */
function stretchOf(channels: PlanarSamples, channelCount: number, first: number, end: number): PlanarSamples {
  return Array.from({ length: channelCount }, (_, channel) => {
    const samples = new Float32Array(end - first);
    samples.set(channels[channel]?.subarray(first, end) ?? []);
    return samples;
  });
}

/** Chromium rounds down. */
function resampledLength({ length, sampleRate: from }: SeekableFile, to: number): number {
  return from === to ? length : Math.trunc(length / (from / to));
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}
