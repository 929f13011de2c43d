import { frameTime } from '../../composition/frame-rate';
import type { CaptionTrack, ExportSettings } from '../format';
import { formatOf } from '../registry';
import type { CaptionCue, Captions } from './captions';
import { cutCaptions } from './cut-captions';
import { canonicalLanguage, threeLetterLanguage } from './language-codes';
import { parseCaptions } from './parse-captions';
import { writeSrt } from './srt';
import { writeWebVtt } from './webvtt';

/** A track of captions in a film, with times from its beginning. Structured-cloneable. */
export interface FilmCaptions {
  /** ISO 639-2/T. */
  language: string;
  label: string | null;
  isDefault: boolean;
  cues: readonly CaptionCue[];
}

/** A text file that belongs beside a film. */
export interface Sidecar {
  /** What its name ends with where the film's has its extension: `en.vtt`. */
  suffix: string;
  mimeType: string;
  text: string;
}

type Asked = Pick<ExportSettings, 'format' | 'captions' | 'range' | 'frameRate'>;

/** What of the captions goes into the file. A track without a caption in the range is left out. */
export function embeddedCaptions(settings: Asked): FilmCaptions[] {
  return tracksOf(settings, 'embedded').map(({ track, cut }) => ({
    language: threeLetterLanguage(track.language),
    label: track.label ?? null,
    isDefault: track.default ?? false,
    cues: cut.cues,
  }));
}

/** What of the captions goes beside it, as above. Tracks of one language and kind are numbered from the second on. */
export function captionSidecars(settings: Asked): Sidecar[] {
  const taken = new Map<string, number>();
  return tracksOf(settings, 'sidecar').map(({ track, cut }) => {
    const { sidecarType = 'vtt' } = track;
    const language = canonicalLanguage(track.language) ?? track.language;
    const name = `${language}.${sidecarType}`;
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return {
      suffix: count === 1 ? name : `${language}-${count}.${sidecarType}`,
      mimeType: sidecarType === 'vtt' ? 'text/vtt' : 'application/x-subrip',
      text: sidecarType === 'vtt' ? writeWebVtt(cut) : writeSrt(cut),
    };
  });
}

function tracksOf(settings: Asked, where: CaptionTrack['mode']): { track: CaptionTrack; cut: Captions }[] {
  const { format, captions = [] } = settings;
  const best = formatOf(format).captions;
  return captions
    .filter(({ mode }) => (best === 'embedded' ? mode : 'sidecar') === where)
    .map((track) => ({ track, cut: cutOf(track, settings) }))
    .filter(({ cut }) => cut.cues.length > 0);
}

function cutOf({ text }: CaptionTrack, { range, frameRate }: Asked): Captions {
  const [from, end] = [range.first, range.end].map((frame) => 1000 * frameTime(frame, frameRate));
  return cutCaptions(parseCaptions(text), from!, end! - from!);
}
