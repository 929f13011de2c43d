import { latin, viewOf, type ByteReader } from '../byte-reader';
import type { CaptionFacts, ChapterFacts } from '../file-facts';
import { isoBox, type IsoBox } from './isobmff-boxes';
import type { IsoTrack } from './isobmff-samples';

/** What players take for captions: text of QuickTime, 3GPP timed text, WebVTT, and subtitles of other kinds. */
const captionHandlers = ['text', 'sbtl', 'subt', 'clcp'];

/** Seconds for which nothing is shown before a track begins. */
type DelayOf = (track: IsoBox) => number;

/** What the tracks of text say. */
export async function readIsoText(
  tracks: readonly IsoTrack[],
  delayOf: DelayOf,
  reader: ByteReader,
): Promise<{ chapters: ChapterFacts[]; captions: CaptionFacts[] }> {
  const chapterIds = tracks.flatMap(({ box }) => chapterReferences(box));
  const chapters = tracks.find(({ id }) => chapterIds.includes(id));
  const captions = tracks.filter(({ id, handler }) => !chapterIds.includes(id) && captionHandlers.includes(handler));
  return {
    chapters: chapters ? await readChapters(samplesOf(chapters, delayOf), reader) : [],
    captions: captions.map((track) => captionFacts(track, samplesOf(track, delayOf))),
  };
}

/** QuickTime File Format, “Track reference atoms”: the tracks whose samples are this one's chapters. */
function chapterReferences(track: IsoBox): number[] {
  const chap = isoBox(track, 'tref', 'chap');
  if (!chap) return [];
  const view = viewOf(chap.body);
  return Array.from({ length: Math.floor(view.byteLength / 4) }, (_, index) => view.getUint32(index * 4));
}

interface Sample {
  /** Seconds. */
  start: number;
  end: number;
  size: number;
  /** In the file. */
  at: number;
}

async function readChapters(samples: readonly Sample[], reader: ByteReader): Promise<ChapterFacts[]> {
  const chapters: ChapterFacts[] = [];
  for (const { start, at, size } of samples) {
    const bytes = await reader.read(at, size);
    if (bytes.length < 2) continue;
    const text = bytes.subarray(2, 2 + viewOf(bytes).getUint16(0));
    chapters.push({ start, title: new TextDecoder().decode(text) });
  }
  return chapters;
}

function captionFacts(track: IsoTrack, samples: readonly Sample[]): CaptionFacts {
  // Of gaps, timed text has a length of 0 and WebVTT an empty box.
  const shown = samples.filter(({ size }) => size > (track.entry.type === 'wvtt' ? 8 : 2));
  return { language: languageOf(track), start: shown[0]?.start ?? null, end: shown.at(-1)?.end ?? null };
}

/** ISO/IEC 14496-12, 8.4.2: three letters of five bits. Null where it says nothing, or in the way of old Macintoshes. */
function languageOf({ box }: IsoTrack): string | null {
  const { body } = isoBox(box, 'mdia', 'mdhd')!;
  const packed = viewOf(body).getUint16(body[0] === 1 ? 32 : 20);
  const unspecified = 0x7fff;
  if (packed < 0x400 || packed === unspecified) return null;
  return latin(Uint8Array.from([10, 5, 0], (shift) => ((packed >> shift) & 31) + 0x60));
}

/** Of tables that were found whole. */
function samplesOf({ box, chunks, timescale }: IsoTrack, delayOf: DelayOf): Sample[] {
  const table = isoBox(box, 'mdia', 'minf', 'stbl')!;
  const [stts, stsz] = [isoBox(table, 'stts'), isoBox(table, 'stsz')].map((each) => each && viewOf(each.body));
  if (!stts || !stsz) return [];
  const fixed = stsz.getUint32(4);
  const samples: Sample[] = [];
  let time = delayOf(box);
  let [chunk, at] = [0, chunks[0]?.start ?? 0];
  for (let run = 8; run + 8 <= stts.byteLength; run += 8) {
    for (let left = stts.getUint32(run); left > 0 && chunk < chunks.length; left--) {
      const sizeAt = 12 + samples.length * 4;
      const size = fixed > 0 ? fixed : sizeAt + 4 <= stsz.byteLength ? stsz.getUint32(sizeAt) : 0;
      const end = time + stts.getUint32(run + 4) / timescale;
      samples.push({ start: time, end, size, at });
      time = end;
      at += size;
      if (at >= chunks[chunk]!.end) at = chunks[++chunk]?.start ?? at;
    }
  }
  return samples;
}
