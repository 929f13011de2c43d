import type { AddedTrack, TrackPlace } from './added-track';
import { makeBox, text, u16, u32, u64, type Box } from './quicktime-boxes';

/** What is shown from one moment to the next. */
export interface TextSample {
  /** In units of the track. */
  duration: number;
  bytes: Uint8Array;
}

export interface TextTrack {
  reference: AddedTrack['reference'];
  /** `text`: of QuickTime; `sbtl`: subtitles as Apple and ffmpeg know them. */
  handler: 'text' | 'sbtl';
  /** Its sample entry. */
  entry: Box;
  /** Units a second. */
  timescale: number;
  /**
   * Units for which nothing is there before the first sample. By as much the last one is longer than it is shown: ffmpeg
   * takes the length of all samples for the end of the film.
   */
  delay: number;
  samples: readonly TextSample[];
  /** ISO 639-2/T. */
  language: string;
  /** What a player calls it; null: it has no name. */
  name: string | null;
  /** Of QuickTime, whose texts begin with their length; MP4's end with a zero. */
  isQuickTime: boolean;
  /** Whether players show it without being asked. */
  enabled: boolean;
  /** Pixels. */
  size: { width: number; height: number };
}

/** A track of text (ISO/IEC 14496-12; QuickTime File Format, “Text media”), of which each sample is a chunk. */
export function textTrack(track: TextTrack): AddedTrack {
  return {
    reference: track.reference,
    samples: joined(track.samples.map(({ bytes }) => bytes)),
    build: (place) =>
      makeBox(
        'trak',
        trackHeader(track, place),
        ...(track.delay === 0 ? [] : [edits(track, place)]),
        makeBox('mdia', mediaHeader(track), handler(track), mediaInformation(track, place)),
        ...(track.name === null ? [] : [makeBox('udta', makeBox('name', text(track.name)))]),
      ),
  };
}

const version0 = [0, 0, 0, 0] as const;
const version1 = [1, 0, 0, 0] as const;
/** a, b, u, c, d, v, x, y, w: no transform. */
const identity = [1, 0, 0, 0, 1, 0, 0, 0].flatMap((each) => u32(each * 65_536)).concat(u32(0x40000000));

function trackHeader(track: TextTrack, { trackId, movie }: TrackPlace): Box {
  const [inMovie, isEnabled] = [2, track.enabled ? 1 : 0];
  const { width, height } = track.size;
  // Players choose one of a group.
  const group = track.handler === 'sbtl' ? 2 : 0;
  return makeBox(
    'tkhd',
    [1, 0, 0, inMovie | isEnabled, ...u64(0), ...u64(0), ...u32(trackId), ...u32(0)],
    [...u64(inMovieUnits(durationOf(track), track, movie)), ...u64(0)],
    [...u16(0), ...u16(group), ...u16(0), ...u16(0), ...identity, ...u32(width * 65_536), ...u32(height * 65_536)],
  );
}

/** Nothing, and then all of it. */
function edits(track: TextTrack, { movie }: TrackPlace): Box {
  const nothing = inMovieUnits(track.delay, track, movie);
  const all = inMovieUnits(durationOf(track), track, movie) - nothing;
  const noMedia = [...u32(0xffffffff), ...u32(0xffffffff)];
  const normalSpeed = u32(65_536);
  return makeBox(
    'edts',
    makeBox(
      'elst',
      version1,
      u32(2),
      [...u64(nothing), ...noMedia, ...normalSpeed],
      [...u64(all), ...u64(0), ...normalSpeed],
    ),
  );
}

/** Never beyond the film's end, which rounding could be. */
function inMovieUnits(units: number, { timescale }: TextTrack, movie: TrackPlace['movie']): number {
  return Math.min(movie.duration, Math.round((units * movie.timescale) / timescale));
}

function mediaHeader(track: TextTrack): Box {
  return makeBox('mdhd', [
    ...[...version1, ...u64(0), ...u64(0), ...u32(track.timescale), ...u64(durationOf(track))],
    ...[...u16(packedLanguage(track.language)), ...u16(0)],
  ]);
}

/** ISO/IEC 14496-12, 8.4.2: three letters of five bits. */
function packedLanguage(language: string): number {
  return Array.from(language).reduce((packed, letter) => packed * 32 + letter.charCodeAt(0) - 0x60, 0);
}

function handler({ handler: type, name, isQuickTime }: TextTrack): Box {
  const called = text(name ?? '');
  const written = isQuickTime ? [called.length, ...called] : [...called, 0];
  return makeBox('hdlr', [...version0, ...u32(0), ...text(type), ...u32(0), ...u32(0), ...u32(0), ...written]);
}

function mediaInformation(track: TextTrack, place: TrackPlace): Box {
  const inThisFile = [0, 0, 0, 1];
  return makeBox(
    'minf',
    track.handler === 'text' ? textHeader() : makeBox('nmhd', version0),
    makeBox('dinf', makeBox('dref', version0, u32(1), makeBox('url ', inThisFile))),
    sampleTable(track, place),
  );
}

function textHeader(): Box {
  const copyMode = [...u16(0x40), ...u16(0x8000), ...u16(0x8000), ...u16(0x8000), ...u16(0), ...u16(0)];
  return makeBox('gmhd', makeBox('gmin', version0, copyMode), makeBox('text', identity));
}

function sampleTable({ entry, samples }: TextTrack, { sampleOffset }: TrackPlace): Box {
  const sizes = samples.map(({ bytes }) => bytes.length);
  let at = sampleOffset;
  const offsets = sizes.map((size) => (at += size) - size);
  return makeBox(
    'stbl',
    makeBox('stsd', version0, u32(1), entry),
    makeBox(
      'stts',
      version0,
      u32(samples.length),
      samples.flatMap(({ duration }) => [...u32(1), ...u32(duration)]),
    ),
    makeBox('stsc', version0, u32(1), u32(1), u32(1), u32(1)),
    makeBox('stsz', version0, u32(0), u32(samples.length), sizes.flatMap(u32)),
    makeBox('co64', version0, u32(samples.length), offsets.flatMap(u64)),
  );
}

function durationOf({ samples }: TextTrack): number {
  return samples.reduce((sum, { duration }) => sum + duration, 0);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
