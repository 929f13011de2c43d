import {
  ALL_FORMATS,
  BlobSource,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
} from 'mediabunny';
import { frameTime, parseFrameRate, toFrameRate, type FrameRate } from '../../composition/frame-rate';
import { readBitstream } from './bitstream/read-bitstream';
import type { ContainerKind, FileFacts, PacketTable, PictureFacts, SoundTrackFacts, Structure } from './file-facts';

/** What Mediabunny calls by other names than we do, and what containers call those that it does not know. */
const names: Readonly<Record<string, string>> = {
  avc: 'h264',
  AVdh: 'dnx',
  AVdn: 'dnx',
  V_FFV1: 'ffv1',
  A_FLAC: 'flac',
};

type DemuxedFacts = Pick<FileFacts, 'picture' | 'sound' | 'soundTracks' | 'title' | 'author' | 'unreadable'>;

/** What the demuxer says of a file that it reads. */
export async function readTracks(file: Blob, structure: Structure): Promise<DemuxedFacts> {
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) });
  const facts: DemuxedFacts = {
    picture: null,
    sound: null,
    soundTracks: 0,
    title: null,
    author: null,
    unreadable: null,
  };
  try {
    const { title, artist } = await input.getMetadataTags();
    const [video] = await input.getVideoTracks();
    const sounds = await input.getAudioTracks();
    return {
      ...facts,
      title: title ?? null,
      author: artist ?? null,
      soundTracks: sounds.length,
      picture: video ? await pictureOf(video, file.size) : null,
      sound: sounds[0] ? await soundOf(sounds[0], structure.container, file.size) : null,
    };
  } catch (error) {
    return { ...facts, unreadable: error instanceof Error ? error.message : String(error) };
  } finally {
    input.dispose();
  }
}

async function pictureOf(track: InputVideoTrack, most: number): Promise<PictureFacts> {
  const codec = await nameOf(track);
  const packets = await packetsOf(track, most);
  const { num, den } = await track.getPixelAspectRatio();
  return {
    codec,
    width: await track.getCodedWidth(),
    height: await track.getCodedHeight(),
    pixelAspect: [num, den],
    packets,
    frameRate: rateOf(packets, 1 / (await track.getTimeResolution())),
    timeResolution: 1 / (await track.getTimeResolution()),
    bitstream: await bitstreamOf(track, codec),
  };
}

async function bitstreamOf(track: InputVideoTrack, codec: string): Promise<PictureFacts['bitstream']> {
  const first = await new EncodedPacketSink(track).getFirstPacket();
  const description = (await track.getDecoderConfig())?.description;
  const bytes = description === undefined ? null : bytesOf(description);
  const bitstream = readBitstream(codec, new Uint8Array(first?.data ?? []), bytes);
  const tag = await track.getInternalCodecId();
  const profile = typeof tag === 'string' ? proResTags[tag] : undefined;
  return profile === undefined ? bitstream : { ...bitstream, profile };
}

/** Apple ProRes in QuickTime: the frame does not say its profile. */
const proResTags: Readonly<Record<string, string>> = {
  apco: 'proxy',
  apcs: 'lt',
  apcn: '422',
  apch: '422-hq',
  ap4h: '4444',
  ap4x: '4444-xq',
};

function bytesOf(data: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

async function soundOf(track: InputAudioTrack, container: ContainerKind, most: number): Promise<SoundTrackFacts> {
  const { times, durations, sizes } = await packetsOf(track, most);
  const last = times.length - 1;
  return {
    codec: await nameOf(track),
    sampleRate: await track.getSampleRate(),
    channels: await track.getNumberOfChannels(),
    // What lies before 0 is not heard.
    start: Math.max(0, times[0] ?? 0),
    end: last < 0 ? 0 : times[last]! + durations[last]!,
    // Blocks of Matroska have no length of their own.
    isEndExact: container !== 'matroska' && container !== 'webm',
    byteLength: sizes.reduce((sum, size) => sum + size, 0),
  };
}

async function nameOf(track: InputTrack): Promise<string> {
  const id = await track.getInternalCodecId();
  const name = (await track.getCodec()) ?? (typeof id === 'string' ? id.replace(/\0+$/, '') : String(id));
  return names[name] ?? name;
}

async function packetsOf(track: InputTrack, most: number): Promise<PacketTable> {
  const table = { times: [] as number[], durations: [] as number[], sizes: [] as number[], keys: [] as boolean[] };
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) {
    if (table.times.length >= most) throw new Error('The file has more packets than bytes.');
    table.times.push(packet.timestamp);
    table.durations.push(packet.duration);
    table.sizes.push(packet.byteLength);
    table.keys.push(packet.type === 'key');
  }
  return table;
}

/** Frames a second that are usual, exactly. */
const usualRates = ['24000/1001', '24', '25', '30000/1001', '30', '48', '50', '60000/1001', '60', '100', '120'].map(
  parseFrameRate,
);

/**
 * By the mean distance, which rounded times hardly change; where a frame is missing is none. A usual rate, where the times
 * rounded are those of one.
 *
 * @param resolution of the times, in seconds
 */
function rateOf({ times, durations }: PacketTable, resolution: number): FrameRate | null {
  const sorted = times.toSorted((one, other) => one - other);
  const distances = sorted.slice(1).map((time, index) => time - sorted[index]!);
  const usual = distances.toSorted((one, other) => one - other)[distances.length >> 1] ?? durations[0] ?? 0;
  const near = distances.filter((distance) => Math.abs(distance - usual) < 0.4 * usual);
  const seconds = near.length > 0 ? near.reduce((sum, distance) => sum + distance, 0) / near.length : usual;
  if (!(seconds > 0)) return null;
  const offOf = (rate: FrameRate): number => Math.abs(frameTime(1, rate) - seconds) * Math.max(1, near.length);
  const [nearest] = usualRates.toSorted((one, other) => offOf(one) - offOf(other));
  return nearest && offOf(nearest) <= resolution ? nearest : toFrameRate(1 / seconds);
}
