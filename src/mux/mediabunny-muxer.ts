import {
  AttachedFile,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  MovOutputFormat,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  TextSubtitleSource,
  WebMOutputFormat,
  type AudioCodec as MediabunnyAudioCodec,
  type MetadataTags,
  type OutputFormat,
  type StreamTargetChunk,
  type VideoCodec as MediabunnyVideoCodec,
} from 'mediabunny';
import type { EncodedAudioPacket, EncoderCodec } from '../audio/audio-source';
import { colourSpaces } from '../colour/colour-space';
import { frameTime, framesPerSecond } from '../composition/frame-rate';
import { unpackAlpha } from '../encode/alpha-packets';
import { codedRate, type EncodedSegment, type VideoCodec } from '../encode/segment-encoder';
import { ExportError, throwIfAborted } from '../errors';
import type { FilmCaptions } from '../formats/captions/film-captions';
import type { ContainerPlan } from '../formats/format';
import { hasCodecDelay, timeAudio, type TimedAudio } from './audio-timing';
import { writeCodecDelay } from './codec-delay';
import type { ByteTarget, Mux, MuxAudio, MuxJob } from './muxer';
import { headerExtras, packetsFor } from './header-extras';
import { matroskaCaptions, nameMatroskaCaptions } from './matroska-captions';
import { chapterPlaceholder, writeChapters } from './matroska-chapters';
import { writeBt2020Matrix } from './matroska-matrix';
import { unnameTagTarget, withoutTagTarget } from './matroska-tags';
import { completeHeader, type HeaderExtras } from './quicktime-header';

const videoCodecs: Readonly<Partial<Record<VideoCodec, MediabunnyVideoCodec>>> = {
  h264: 'avc',
  h265: 'hevc',
  vp8: 'vp8',
  vp9: 'vp9',
  av1: 'av1',
  prores: 'prores',
};

const audioCodecs: Readonly<Record<EncoderCodec, MediabunnyAudioCodec>> = {
  aac: 'aac',
  opus: 'opus',
  'pcm-s16': 'pcm-s16',
  'pcm-s24': 'pcm-s24',
  'pcm-f32': 'pcm-f32',
};

/** Bytes gathered before a write: large enough for fast storage, small enough to bound memory. */
const chunkSize = 1 << 20;

export const mux: Mux = async (job, target, { signal }) => {
  const corrections = corrected(target, job);
  const counting = countBytes(corrections);
  const extras = headerExtras(job);
  const headers: Header[] = [];
  const output = createOutput(job, counting.writable, (bytes, position) => headers.push({ bytes, position }));
  try {
    const video = new EncodedVideoPacketSource(codecFor(job));
    output.addVideoTrack(video, {
      frameRate: framesPerSecond(codedRate(job.video)),
      maximumPacketCount: job.video.frameCount + packetsFor(extras),
    });
    const sound = job.audio && addSound(output, job.audio, job.container);
    const captions = addCaptions(output, job);
    output.setMetadataTags(tags(job));
    await output.start();
    for (const add of captions) await add();
    for await (const segment of job.video.segments) {
      for (const packet of videoPackets(segment, job)) {
        throwIfAborted(signal, 'mux');
        await sound?.addUntil(packet.packet.timestamp);
        await video.add(packet.packet, packet.metadata);
      }
    }
    await sound?.addUntil(Number.POSITIVE_INFINITY);
    await output.finalize();
    const [header] = headers;
    if (header) await rewriteHeader(header, job, extras, corrections);
    return { byteLength: counting.byteLength() };
  } catch (cause) {
    await output.cancel().catch(() => undefined); // The first failure is the one to tell.
    throw ExportError.from(counting.failure() ?? cause, 'muxer', {
      detail: 'muxer-failed',
      stage: 'mux',
      message: 'The file could not be put together.',
      remedy: 'Try again; if it happens again, choose another format.',
    });
  }
};

interface Header {
  bytes: Uint8Array<ArrayBuffer>;
  /** In the file. */
  position: number;
}

async function rewriteHeader(
  { bytes, position }: Header,
  { chapters, video }: MuxJob,
  extras: HeaderExtras | null,
  target: ByteTarget,
): Promise<void> {
  if (extras) await target.write(position, completeHeader(bytes, position, extras));
  else await writeChapters(target, withoutTagTarget(bytes), position, chapters, video.frameRate);
}

/** The target itself, or one on the way to it that mends what Mediabunny writes. */
function corrected(target: ByteTarget, job: MuxJob): ByteTarget {
  const { audio, container, captions } = job;
  const matrix = leavesMatrixOpen(job) ? writeBt2020Matrix(target) : target;
  const kind = matroskaKind(container);
  const named = kind ? nameMatroskaCaptions(unnameTagTarget(matrix), kind, captions.length) : matrix;
  if (!audio || !hasCodecDelay(audio, container)) return named;
  return writeCodecDelay(named, Math.round((1e9 * audio.primingSamples) / audio.settings.sampleRate));
}

/** Whether Mediabunny must not hear of the matrix, lest it write another into the frames. */
function leavesMatrixOpen({ container: { kind }, video }: MuxJob): boolean {
  return video.codec === 'vp9' && video.colourSpace === 'bt2020' && (kind === 'webm' || kind === 'matroska');
}

/** The epoch of ISO base media files (ISO/IEC 14496-12, 8.2.2), whose 0 means that the date is not known. */
const noDate = Date.UTC(1904, 0, 1);

function matroskaKind({ kind }: ContainerPlan): 'matroska' | 'webm' | null {
  return kind === 'matroska' || kind === 'webm' ? kind : null;
}

/** @param onHeader told the header of a file in which something is to be added: with the free space behind a `moov` box */
function createOutput(
  job: MuxJob,
  writable: WritableStream<StreamTargetChunk>,
  onHeader: (bytes: Uint8Array<ArrayBuffer>, position: number) => void,
): Output {
  const options = {
    format: outputFormat(job, onHeader),
    target: new StreamTarget(writable, { chunked: true, chunkSize }),
  };
  // Mediabunny takes the file's creation time from the clock, in this call and nowhere else. The metadata's date in its
  // place, or none, makes the same job give the same bytes. This runs in a worker of ours: no one else sees that clock.
  const now = Date.now;
  Date.now = () => (job.metadata.date === undefined ? noDate : Date.parse(job.metadata.date));
  try {
    return new Output(options);
  } finally {
    Date.now = now;
  }
}

function codecFor({ video: { codec } }: MuxJob): MediabunnyVideoCodec {
  const name = videoCodecs[codec];
  if (name === undefined) throw new TypeError(`Mediabunny does not write ${codec}.`);
  return name;
}

function outputFormat(job: MuxJob, onHeader: (bytes: Uint8Array<ArrayBuffer>, position: number) => void): OutputFormat {
  const { kind, layout } = job.container;
  const fastStart = layout === 'fragmented' ? 'fragmented' : 'reserve';
  const told = (data: Uint8Array, position: number): void => onHeader(new Uint8Array(data), position);
  const onMoov = headerExtras(job) ? { onMoov: told } : {};
  const onSegmentHeader = job.chapters.length > 0 ? { onSegmentHeader: told } : {};
  switch (kind) {
    case 'isobmff':
      return new Mp4OutputFormat({ fastStart, ...onMoov });
    case 'quicktime':
      return new MovOutputFormat({ fastStart, ...onMoov });
    case 'webm':
      return new WebMOutputFormat(onSegmentHeader);
    default:
      throw new TypeError(`Mediabunny does not write ${kind}.`);
    case 'matroska':
      return new MkvOutputFormat(onSegmentHeader);
  }
}

function* videoPackets(
  segment: EncodedSegment,
  job: MuxJob,
): Generator<{ packet: EncodedPacket; metadata: EncodedVideoChunkMetadata }> {
  const { video } = job;
  const { webCodecs } = colourSpaces[video.colourSpace];
  const { matrix, ...open } = webCodecs;
  // ProRes says it in every frame, with codes of its own where it has no others.
  const own = video.codec === 'prores' ? segment.decoderConfig.colorSpace : undefined;
  const decoderConfig = {
    ...segment.decoderConfig,
    colorSpace: own ?? (leavesMatrixOpen(job) ? open : { ...open, matrix }),
  };
  let at = 0;
  for (const { key, frame, byteLength } of segment.packets) {
    const timestamp = frameTime(frame, video.frameRate);
    const duration = frameTime(frame + (video.scan === 'interlaced' ? 2 : 1), video.frameRate) - timestamp;
    const { colour, alpha } = unpackAlpha(segment.data.subarray(at, at + byteLength), segment.decoderConfig);
    at += byteLength;
    const packet = new EncodedPacket(colour, key ? 'key' : 'delta', timestamp, duration);
    yield { packet: alpha ? packet.clone({ sideData: { alpha } }) : packet, metadata: { decoderConfig } };
  }
}

function addSound(
  output: Output,
  audio: MuxAudio,
  container: ContainerPlan,
): { addUntil(time: number): Promise<void> } {
  const source = new EncodedAudioPacketSource(audioCodecs[audio.settings.codec]);
  output.addAudioTrack(source, { maximumPacketCount: audio.packetCount });
  const timed: TimedAudio = timeAudio(audio, container);
  const packets = audio.packets[Symbol.asyncIterator]();
  /** Read, and not yet due. Undefined: the next one was not read yet. */
  let next: IteratorResult<EncodedAudioPacket, unknown> | undefined;
  return {
    /** Adds what begins no later than `time`, so that the tracks lie interleaved in the file. */
    async addUntil(time) {
      for (;;) {
        next ??= await packets.next();
        if (next.done === true) return;
        const { timestamp, duration } = timed.timesOf(next.value);
        if (timestamp > time) return;
        const packet = new EncodedPacket(next.value.data, 'key', timestamp, duration);
        await source.add(packet, { decoderConfig: timed.decoderConfig });
        next = undefined;
      }
    },
  };
}

/** Of containers in which Mediabunny can have captions. @returns what adds each of them, once the output is started */
function addCaptions(output: Output, { captions, container }: MuxJob): (() => Promise<void>)[] {
  const kind = matroskaKind(container);
  if (!kind) return [];
  return captions.map((track: FilmCaptions) => {
    const source = new TextSubtitleSource('webvtt');
    output.addSubtitleTrack(source, {
      languageCode: track.language,
      disposition: { default: track.isDefault },
      ...(track.label === null ? {} : { name: track.label }),
    });
    return async () => {
      await source.add(matroskaCaptions(track, kind));
      // All is there: nothing waits for more. What is there lies among the rest by its times.
      source.close();
    };
  });
}

function tags(job: MuxJob): MetadataTags {
  const { metadata, cover, container } = job;
  const { title, author, description, date } = metadata;
  return {
    ...(title === undefined ? {} : { title }),
    ...(author === undefined ? {} : { artist: author }),
    ...(description === undefined ? {} : { description }),
    ...(date === undefined ? {} : { date: new Date(date) }),
    ...(matroskaKind(container) ? matroskaTags(job) : coverTag(cover)),
  };
}

function coverTag(cover: MuxJob['cover']): MetadataTags {
  return cover === null ? {} : { images: [{ data: cover, mimeType: 'image/jpeg', kind: 'coverFront' }] };
}

function matroskaTags({ cover, chapters, video }: MuxJob): MetadataTags {
  if (cover === null && chapters.length === 0) return {};
  return {
    raw: {
      // By a number of ours: to a picture that Mediabunny knows as such it gives a random one.
      ...(cover === null ? {} : { 1: new AttachedFile(cover, 'image/jpeg', 'cover.jpg') }),
      ...(chapters.length === 0 ? {} : chapterPlaceholder(chapters, video.frameRate)),
    },
  };
}

/** A stream onto the target that knows how long the file has become, and what the target's own failure was. */
function countBytes(target: ByteTarget): {
  writable: WritableStream<StreamTargetChunk>;
  byteLength: () => number;
  failure: () => unknown;
} {
  let end = 0;
  let failure: unknown;
  const writable = new WritableStream<StreamTargetChunk>({
    async write({ data, position }) {
      try {
        // Copied, since the muxer may go on to use the memory and a target may hand its bytes on.
        await target.write(position, new Uint8Array(data));
      } catch (cause) {
        failure = cause;
        throw cause;
      }
      end = Math.max(end, position + data.byteLength);
    },
  });
  return { writable, byteLength: () => end, failure: () => failure };
}
