import type { EncodedAudio, EncodedAudioPacket } from '../audio/audio-source';
import type { ColourSpaceId } from '../colour/colour-space';
import type { FrameRate } from '../composition/frame-rate';
import type { EncodedSegment, Scan, VideoCodec } from '../encode/segment-encoder';
import type { FilmCaptions } from '../formats/captions/film-captions';
import type { FilmChapter } from '../formats/chapters';
import type { ContainerPlan, FileMetadata } from '../formats/format';

/** Sound whose packets are read when their turn comes. */
export interface MuxAudio extends EncodedAudio {
  /** In order, from the first one on; `packetCount` of them. */
  packets: AsyncIterable<EncodedAudioPacket>;
}

/** What goes into a file, in an order that lets it stream: segments are read when their turn comes. */
export interface MuxJob {
  container: ContainerPlan;
  video: {
    codec: VideoCodec;
    /** Pixels. */
    width: number;
    height: number;
    /** Written into the container, since not every bitstream says it. */
    colourSpace: ColourSpaceId;
    /** Of frames as they came, fields where two make one. */
    frameRate: FrameRate;
    scan: Scan;
    frameCount: number;
    segments: AsyncIterable<EncodedSegment>;
  };
  audio: MuxAudio | null;
  metadata: FileMetadata;
  /** Empty: there are none, or the container has no place for them. */
  chapters: readonly FilmChapter[];
  captions: readonly FilmCaptions[];
  /** JPEG bytes. */
  cover: Uint8Array<ArrayBuffer> | null;
}

/** Where bytes go. Positions may go back: a muxer writes its index last and puts it first. */
export interface ByteTarget {
  write(position: number, data: Uint8Array<ArrayBuffer>): Promise<void> | void;
}

export interface MuxResult {
  byteLength: number;
}

/** @throws ExportError `muxer` */
export type Mux = (job: MuxJob, target: ByteTarget, options: { signal: AbortSignal }) => Promise<MuxResult>;
