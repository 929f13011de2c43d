import { latin, viewOf, type ByteReader } from '../byte-reader';
import type { IsoTrack } from './isobmff-samples';
import { timecodeOf } from './timecode-text';

/** What a timecode track says of the first frame, and of the reel. */
export async function readTimecode(
  track: IsoTrack,
  reader: ByteReader,
): Promise<{ timecode: string | null; reel: string | null }> {
  const { body } = track.entry;
  const [first] = track.chunks;
  if (first === undefined || first.end - first.start < 4 || body.length < 26) return { timecode: null, reel: null };
  const entry = viewOf(body);
  const frame = (await reader.view(first.start, 4)).getUint32(0);
  const drop = (entry.getUint32(12) & 1) === 1;
  return { timecode: timecodeOf(frame, body[24]!, drop), reel: reelOf(body) };
}

/** The `name` behind the entry's own fields. */
function reelOf(body: Uint8Array<ArrayBuffer>): string | null {
  const view = viewOf(body);
  for (let at = 26; at + 12 <= body.length;) {
    const size = view.getUint32(at);
    if (size < 8) return null;
    if (latin(body.subarray(at + 4, at + 8)) === 'name') {
      return new TextDecoder().decode(body.subarray(at + 12, at + 12 + view.getUint16(at + 8)));
    }
    at += size;
  }
  return null;
}
