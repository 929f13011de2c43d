import { codedRate } from '../encode/segment-encoder';
import { codecs } from '../formats/codecs';
import { defaultTimecode, parseTimecode } from '../formats/timecode';
import type { AddedTrack } from './added-track';
import { captionTrack } from './caption-track';
import { chapterTrack } from './chapter-track';
import type { MuxJob } from './muxer';
import { roomFor, type HeaderExtras } from './quicktime-header';
import { timecodeTrack } from './timecode-track';

/** What Mediabunny leaves out of the header of an ISO base media file; null: nothing, or it is another container. */
export function headerExtras(job: MuxJob): HeaderExtras | null {
  const { container, video, chapters, captions } = job;
  const isQuickTime = container.kind === 'quicktime';
  const tracks = [
    ...timecodeTracks(job),
    ...(chapters.length === 0 ? [] : [chapterTrack(chapters, video.frameRate, isQuickTime)]),
    ...captions.map((track) => captionTrack(track, video, isQuickTime)),
  ];
  if (isQuickTime) return { fields: video.scan, tracks, namesDescription: false };
  const namesDescription = job.metadata.description !== undefined;
  const isWritten = container.kind === 'isobmff' && container.layout === 'fast-start';
  return isWritten && (tracks.length > 0 || namesDescription) ? { fields: null, tracks, namesDescription } : null;
}

/** Of a film in QuickTime's own container. */
function timecodeTracks({ container, video, metadata }: MuxJob): AddedTrack[] {
  if (container.kind !== 'quicktime') return [];
  // Films for editing begin at one o'clock unless they are told otherwise, as is the custom of the trade.
  const timecode = metadata.timecode ?? (codecs[video.codec].intraOnly ? defaultTimecode : null);
  if (timecode === null) return [];
  const frameRate = codedRate(video);
  const frameCount = video.scan === 'interlaced' ? Math.ceil(video.frameCount / 2) : video.frameCount;
  const reel = metadata.reel ?? null;
  return [timecodeTrack({ timecode: parseTimecode(timecode, frameRate), reel, frameRate, frameCount })];
}

/** Bytes that Mediabunny keeps free for each packet, at the least, and beyond them. */
const [headerBytesPerPacket, spareHeaderBytes] = [34, 4096];

/** As how many packets more the picture must be announced so that the header has room for what it leaves out. */
export function packetsFor(extras: HeaderExtras | null): number {
  const needed = extras ? roomFor(extras) : 0;
  return needed <= spareHeaderBytes / 2 ? 0 : Math.ceil(needed / headerBytesPerPacket);
}
