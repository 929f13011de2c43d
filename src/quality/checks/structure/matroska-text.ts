import { latin } from '../byte-reader';
import type { CaptionFacts, ChapterFacts } from '../file-facts';
import { unsignedOf } from './ebml';
import { ebml } from './matroska-elements';
import { nodeOf, nodesOf, type EbmlNode } from './matroska-tree';

/** In units of the file. */
export interface TrackSpan {
  start: number;
  end: number;
}

const subtitles = 0x11;

export function titleOf(info: EbmlNode | undefined): string | null {
  return textOf(nodeOf(info, ebml.title));
}

/** Those of the first edition that a list would show. */
export function chaptersOf(chapters: EbmlNode | undefined): ChapterFacts[] {
  const [edition] = nodesOf(chapters, ebml.editionEntry);
  return nodesOf(edition, ebml.chapterAtom)
    .filter((atom) => numberOf(atom, ebml.chapterHidden) !== 1)
    .map((atom) => ({
      start: (numberOf(atom, ebml.chapterStart) ?? 0) / 1e9,
      title: textOf(nodeOf(atom, ebml.chapterDisplay, ebml.chapterString)) ?? '',
    }));
}

/** @param scale nanoseconds of a unit */
export function captionsOf(
  tracks: readonly EbmlNode[],
  spans: ReadonlyMap<number, TrackSpan>,
  scale: number,
): CaptionFacts[] {
  return tracks
    .filter((track) => numberOf(track, ebml.trackType) === subtitles)
    .map((track) => {
      const span = spans.get(numberOf(track, ebml.trackNumber) ?? -1);
      const seconds = (units: number | undefined): number | null =>
        units === undefined ? null : (units * scale) / 1e9;
      return { language: languageOf(track), start: seconds(span?.start), end: seconds(span?.end) };
    });
}

/** RFC 9559, 5.1.4.1.19: it is English where nothing is said. */
function languageOf(track: EbmlNode): string {
  const language = nodeOf(track, ebml.language);
  return language ? latin(language.data).replace(/\0+$/, '') : 'eng';
}

function numberOf(node: EbmlNode | undefined, id: number): number | null {
  const found = nodeOf(node, id);
  return found ? unsignedOf(found.data) : null;
}

/** UTF-8, which zeros may end (RFC 8794, 13). */
function textOf(node: EbmlNode | undefined): string | null {
  return node ? new TextDecoder().decode(node.data).replace(/\0+$/, '') : null;
}
