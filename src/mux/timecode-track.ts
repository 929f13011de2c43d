import type { AddedTrack, TrackPlace } from './added-track';
import { makeBox, text, u16, u32, u64, type Box } from './quicktime-boxes';
import type { Timecode } from '../formats/timecode';

export interface TimecodeTrack {
  timecode: Timecode;
  /** Source material, as the one who cut it calls it; null: it has no name. */
  reel: string | null;
  frameRate: { num: number; den: number };
  frameCount: number;
}

/**
 * A timecode track (QuickTime File Format, “Timecode media”): one sample that holds for the whole film, the number of its
 * first frame.
 */
export function timecodeTrack(track: TimecodeTrack): AddedTrack {
  return {
    reference: 'tmcd',
    samples: Uint8Array.from(u32(track.timecode.startFrame)),
    build: (place) =>
      makeBox(
        'trak',
        trackHeader(place),
        makeBox('mdia', mediaHeader(track), handler('mhlr', 'tmcd'), mediaInformation(track, place)),
      ),
  };
}

const version0 = [0, 0, 0, 0] as const;
const noDates = [...u32(0), ...u32(0)] as const;
/** a, b, u, c, d, v, x, y, w: no transform. */
const identity = [1, 0, 0, 0, 1, 0, 0, 0].flatMap((each) => u32(each * 65_536)).concat(u32(0x40000000));

function trackHeader({ trackId, movie }: TrackPlace): Box {
  const flags = [1, 0, 0, 1]; // Version 1, for long films; the track is enabled.
  const dates = [...u64(0), ...u64(0)];
  const reserved = u32(0);
  return makeBox(
    'tkhd',
    [...flags, ...dates, ...u32(trackId), ...reserved, ...u64(movie.duration), ...u64(0)],
    [...u16(0), ...u16(0), ...u16(0), ...u16(0), ...identity, ...u32(0), ...u32(0)],
  );
}

function mediaHeader({ frameRate, frameCount }: TimecodeTrack): Box {
  const english = 0;
  return makeBox('mdhd', [
    ...version0,
    ...noDates,
    ...u32(frameRate.num),
    ...u32(frameCount * frameRate.den),
    ...u16(english),
    ...u16(0),
  ]);
}

function handler(component: string, subtype: string): Box {
  return makeBox('hdlr', [...version0, ...text(component), ...text(subtype), ...u32(0), ...u32(0), ...u32(0), 0]);
}

function mediaInformation(track: TimecodeTrack, place: TrackPlace): Box {
  const copyMode = [...u16(0x40), ...u16(0x8000), ...u16(0x8000), ...u16(0x8000), ...u16(0), ...u16(0)];
  const plain = [...u16(0), ...u16(0), ...u16(12), ...u16(0)]; // font, face, size in points, reserved
  const colours = [...u16(0), ...u16(0), ...u16(0), ...u16(0xffff), ...u16(0xffff), ...u16(0xffff)];
  return makeBox(
    'minf',
    makeBox(
      'gmhd',
      makeBox('gmin', version0, copyMode),
      makeBox('tmcd', makeBox('tcmi', version0, plain, colours, [0])),
    ),
    handler('dhlr', 'alis'),
    makeBox('dinf', makeBox('dref', version0, u32(1), makeBox('alis', [0, 0, 0, 1]))), // in this file
    sampleTable(track, place),
  );
}

function sampleTable(track: TimecodeTrack, { sampleOffset }: TrackPlace): Box {
  const { frameCount, frameRate } = track;
  return makeBox(
    'stbl',
    makeBox('stsd', version0, u32(1), sampleDescription(track)),
    makeBox('stts', version0, u32(1), u32(1), u32(frameCount * frameRate.den)),
    makeBox('stsc', version0, u32(1), u32(1), u32(1), u32(1)),
    makeBox('stsz', version0, u32(4), u32(1)),
    makeBox('co64', version0, u32(1), u64(sampleOffset)),
  );
}

function sampleDescription({ timecode, frameRate, reel }: TimecodeTrack): Box {
  const dataReference = [...u32(0), ...u16(0), ...u16(1)];
  const wrapsAtMidnight = 2;
  const flags = (timecode.dropFrame ? 1 : 0) | wrapsAtMidnight;
  const name = reel === null ? [] : text(reel);
  return makeBox(
    'tmcd',
    [...dataReference, ...u32(0), ...u32(flags), ...u32(frameRate.num), ...u32(frameRate.den)],
    [timecode.framesPerSecond, 0],
    ...(reel === null ? [] : [makeBox('name', u16(name.length), u16(0), name)]),
  );
}
