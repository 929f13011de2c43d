import type { FrameRate } from '../../composition/frame-rate';
import type { ForeignContainer } from './structure/foreign-containers';

export type ContainerKind =
  | 'isobmff'
  | 'quicktime'
  | 'webm'
  | 'matroska'
  | 'mxf'
  | 'gif'
  | 'apng'
  | 'png'
  | 'webp'
  | 'zip'
  | 'folder'
  | ForeignContainer
  | 'unknown';

/** Code points of ITU-T H.273; null: not said. */
export interface ColourTags {
  primaries: number | null;
  transfer: number | null;
  matrix: number | null;
  fullRange: boolean | null;
}

/** A part of a film with a name. */
export interface ChapterFacts {
  /** Seconds. */
  start: number;
  title: string;
}

/** A track of captions. */
export interface CaptionFacts {
  /** ISO 639-2, as the file has it; null: it does not say. */
  language: string | null;
  /** Seconds: when the first is shown, and until when the last. Null: there is none. */
  start: number | null;
  end: number | null;
}

/** What walking through a container tells. */
export interface Structure {
  container: ContainerKind;
  /** What is wrong with it, a sentence each, the first that was met first; at most some dozens. */
  problems: readonly string[];
  /** The index lies before the data. Null where that has no meaning. */
  fastStart: boolean | null;
  fragmented: boolean;
  /** Entries of edit lists. */
  edits: number;
  /** Of the picture, as the container tells. */
  colour: ColourTags | null;
  /** Of the first frame, `hh:mm:ss:ff`, `;` before the frames for drop frame. */
  timecode: string | null;
  reel: string | null;
  title: string | null;
  author: string | null;
  chapters: readonly ChapterFacts[];
  captions: readonly CaptionFacts[];
  /** What Video for Windows calls the codec of the picture, in Matroska. */
  codecTag: string | null;
  /** What only the walk can tell of picture and sound, where no demuxer of ours reads the container. */
  picture: PictureFacts | null;
  sound: SoundTrackFacts | null;
}

/** Packets in the order they are decoded in. */
export interface PacketTable {
  /** Seconds. */
  times: readonly number[];
  durations: readonly number[];
  sizes: readonly number[];
  keys: readonly boolean[];
}

/** What the stream itself says, read from its headers; what it does not say is absent. */
export interface Bitstream {
  codec?: string | undefined;
  /** As `formats/codecs.ts` calls it. */
  profile?: string | undefined;
  width?: number | undefined;
  height?: number | undefined;
  bits?: number | undefined;
  chroma?: '4:2:0' | '4:2:2' | '4:4:4' | undefined;
  interlaced?: boolean | undefined;
  colour?: ColourTags | undefined;
}

export interface PictureFacts {
  /** As `formats/codecs.ts` has it, or what the container calls it. */
  codec: string;
  /** As the container says. */
  width: number;
  height: number;
  pixelAspect: readonly [horizontal: number, vertical: number];
  packets: PacketTable;
  /** Null where the container has none, as a still picture. */
  frameRate: FrameRate | null;
  /** How exactly the container tells times, in seconds. */
  timeResolution: number;
  bitstream: Bitstream;
}

export interface SoundTrackFacts {
  codec: string;
  sampleRate: number;
  channels: number;
  /** Seconds: the first sample that is heard, and the end of the last. */
  start: number;
  end: number;
  /** False where the container does not say how long the last packet is. */
  isEndExact: boolean;
  /** Of all packets. */
  byteLength: number;
}

/** What checks look at. Plain data. */
export interface FileFacts {
  name: string;
  byteLength: number;
  structure: Structure;
  picture: PictureFacts | null;
  sound: SoundTrackFacts | null;
  /** Tracks of sound. */
  soundTracks: number;
  title: string | null;
  author: string | null;
  /** Why the demuxer could not read it; null: it could. */
  unreadable: string | null;
}

/** Seconds: the end of the picture. */
export function pictureEnd({ packets: { times, durations } }: PictureFacts): number {
  return times.reduce((end, time, index) => Math.max(end, time + durations[index]!), 0);
}

/** Seconds: when its first frame is shown. */
export function pictureStart({ packets: { times } }: PictureFacts): number {
  return times.reduce((start, time) => Math.min(start, time), times[0] ?? 0);
}
