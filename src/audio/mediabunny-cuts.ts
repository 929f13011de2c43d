import {
  ADTS,
  BlobSource,
  EncodedPacketSink,
  FLAC,
  Input,
  MP3,
  MP4,
  OGG,
  QTFF,
  type InputAudioTrack,
} from 'mediabunny';
import { DecodeRun, type DecodableTrack } from './mediabunny-decode-run';
import { readMp3Gaps } from './mp3-gaps';
import type { SeekableFile } from './seekable-file';
import { toWaveFile } from './wave-file';

/** Bytes of the file that are held. */
const cacheBytes = 1 << 20;

/** Decoders at work on one file: the encoder and the spectrum read at different places. */
const runsAtOnce = 3;

/** Seconds: further ahead than that it is quicker to seek, where that is exact. */
const seekSeconds = 20;

/** The part of a track's time that `decodeAudioData` gives, in samples. */
interface Timeline {
  first: number;
  end: number;
  /**
   * Seconds after which a decoder that begins in the middle gives the very samples of one that began at the start. Null:
   * never. AAC fills bands with random numbers drawn since the start; Opus hides what it takes to start.
   */
  prerollSeconds: number | null;
}

/**
 * Opens a compressed file whose packets tell exactly which samples they hold. Null for all others, among them WebM and
 * Matroska, whose times are rounded to milliseconds, and for those of less than `shortest` seconds.
 *
 * @param signal ends what is held open; no more can be read then
 */
export async function openPacketFile(file: Blob, shortest: number, signal: AbortSignal): Promise<SeekableFile | null> {
  const input = new Input({
    formats: [MP4, QTFF, MP3, ADTS, FLAC, OGG],
    source: new BlobSource(file, { maxCacheSize: cacheBytes }),
  });
  let opened: SeekableFile | null = null;
  try {
    opened = await openTrack(input, file, shortest, signal);
  } finally {
    if (opened === null || signal.aborted) input.dispose();
    else signal.addEventListener('abort', () => input.dispose(), { once: true });
  }
  return opened;
}

async function openTrack(
  input: Input,
  file: Blob,
  shortest: number,
  signal: AbortSignal,
): Promise<SeekableFile | null> {
  const track = await input.getPrimaryAudioTrack();
  if (track === null || !(await track.canDecode())) return null;
  const timeline = await timelineOf(input, track, file);
  if (timeline === null) return null;
  const [sampleRate, channelCount] = [await track.getSampleRate(), await track.getNumberOfChannels()];
  const last = Math.min(timeline.end, Math.round((await track.computeDuration()) * sampleRate));
  const length = last - timeline.first;
  if (length < shortest * sampleRate || !(await isContinuous(track))) return null;
  const read = readerOf({ track, sampleRate, channelCount }, timeline, signal);
  // What the header says may be wrong (of AAC it says half the rate where the decoder doubles it): a little is tried.
  await read(0, 1);
  return {
    sampleRate,
    channelCount,
    length,
    cut: async (first, end) => toWaveFile(await read(first, end), sampleRate),
  };
}

/** Whether the packets follow each other in time. Where they do not, `decodeAudioData` closes the gap. */
async function isContinuous(track: InputAudioTrack): Promise<boolean> {
  let expected: number | null = null;
  const packets = new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true });
  for await (const { timestamp, duration } of packets) {
    if (expected !== null && Math.abs(timestamp - expected) >= duration) return false;
    expected = (expected ?? timestamp) + duration;
  }
  return true;
}

/** Null where the container and `decodeAudioData` do not agree on where the sound begins and ends. */
async function timelineOf(input: Input, track: InputAudioTrack, file: Blob): Promise<Timeline | null> {
  const [format, codec] = [await input.getFormat(), await track.getCodec()];
  const all = { first: 0, end: Number.POSITIVE_INFINITY };
  // The bits of an MP3 frame may lie up to 511 bytes before it: 22 of the smallest frames, half a second.
  if (format === MP3) return { ...(await readMp3Gaps(file)), prerollSeconds: 1.5 };
  if (format === FLAC) return { ...all, prerollSeconds: 0.5 };
  if (format === OGG) return codec === 'opus' ? { ...all, prerollSeconds: null } : null;
  if (codec !== 'aac') return null;
  return format === ADTS || (await track.getFirstTimestamp()) <= 0 ? { ...all, prerollSeconds: null } : null;
}

type ReadSamples = (first: number, end: number) => Promise<Float32Array<ArrayBuffer>[]>;

/** Reads samples of a timeline, one request after the other, each by the decoder that is nearest before it. */
function readerOf(decodable: DecodableTrack, timeline: Timeline, signal: AbortSignal): ReadSamples {
  /** The one used last stands last. */
  let runs: DecodeRun[] = [];
  let answered: Promise<unknown> = Promise.resolve();

  function begin(first: number): DecodeRun {
    const { prerollSeconds } = timeline;
    return new DecodeRun(decodable, prerollSeconds === null ? 0 : first, prerollSeconds);
  }

  function takeNearest(first: number): DecodeRun | undefined {
    const furthest = timeline.prerollSeconds === null ? Number.POSITIVE_INFINITY : seekSeconds * decodable.sampleRate;
    const before = runs.filter((run) => run.first <= first && first - run.end <= furthest);
    const [nearest] = before.toSorted((one, other) => other.end - one.end);
    runs = runs.filter((run) => run !== nearest);
    return nearest;
  }

  async function readWith(run: DecodeRun, first: number, end: number): Promise<Float32Array<ArrayBuffer>[]> {
    let done = false;
    try {
      const samples = await run.read(first, end);
      done = true;
      return samples;
    } finally {
      if (done && !signal.aborted) runs.push(run);
      else await run.close();
      if (runs.length > runsAtOnce) await runs.shift()!.close();
    }
  }

  async function read(first: number, end: number): Promise<Float32Array<ArrayBuffer>[]> {
    signal.throwIfAborted();
    const nearest = takeNearest(first);
    if (nearest === undefined) return readWith(begin(first), first, end);
    // Browsers take decoders back that were idle for long: one that has failed is replaced once.
    return readWith(nearest, first, end).catch(() => {
      signal.throwIfAborted();
      return readWith(begin(first), first, end);
    });
  }

  signal.addEventListener('abort', () => void Promise.allSettled(runs.map((run) => run.close())), { once: true });
  return (first, end) => {
    const turn = (): ReturnType<ReadSamples> => read(timeline.first + first, timeline.first + end);
    const reading = answered.then(turn, turn);
    answered = reading;
    return reading;
  };
}
