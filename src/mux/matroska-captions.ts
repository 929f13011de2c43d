import { subRipText } from '../formats/captions/cue-text';
import type { CaptionCue } from '../formats/captions/captions';
import type { FilmCaptions } from '../formats/captions/film-captions';
import { writeTimestamp } from '../formats/captions/webvtt';
import { correctHeader } from './header-correction';
import type { ByteTarget } from './muxer';
import { text } from './quicktime-boxes';

/** Element IDs (RFC 9559, 5.1.4.1.21 and .22; RFC 8794, 11.3.2). */
const [codecId, codecPrivate, filler] = [[0x86], [0x63, 0xa2], [0xec]];

/** What Mediabunny writes of every track of captions: both are read by few, S_TEXT/WEBVTT not by ffmpeg before 7. */
const written = [...element(codecId, text('S_TEXT/WEBVTT')), ...element(codecPrivate, text('WEBVTT'))];

/** How captions are in each container, in blocks that Mediabunny takes for WebVTT. */
const forms: Readonly<
  Record<'matroska' | 'webm', { codec: string; payload: (cue: CaptionCue, index: number) => string }>
> = {
  /** SubRip, which whatever reads Matroska reads. */
  matroska: { codec: 'S_TEXT/UTF8', payload: (cue) => subRipText(cue.text) },
  /**
   * WebVTT as WebM has it: a line with the id, one with the settings, and the text. Neither line is left empty, since a
   * blank one would end the caption for Mediabunny: a number and the alignment that holds anyway say nothing new.
   */
  webm: {
    codec: 'D_WEBVTT/SUBTITLES',
    payload: ({ id, settings, text: shown }, index) =>
      `${id ?? index + 1}\n${settings === '' ? 'align:center' : settings}\n${withoutTimes(shown)}`,
  },
};

type MatroskaKind = keyof typeof forms;

/** A track as text for Mediabunny's own reader of WebVTT. */
export function matroskaCaptions({ cues }: FilmCaptions, kind: MatroskaKind): string {
  const blocks = cues.flatMap((cue, index) => {
    const payload = forms[kind].payload(cue, index);
    const times = `${writeTimestamp(cue.startMs)} --> ${writeTimestamp(cue.endMs)}`;
    return payload === '' ? [] : [`${times}\n${payload}`];
  });
  return `${['WEBVTT', ...blocks].join('\n\n')}\n`;
}

/** A target that corrects, in the header of each track of captions, what the blocks are. All keeps its length. */
export function nameMatroskaCaptions(target: ByteTarget, kind: MatroskaKind, tracks: number): ByteTarget {
  const named = element(codecId, text(forms[kind].codec));
  const rest = written.length - named.length;
  const correct = [...named, ...element(filler, new Array<number>(rest - 2).fill(0))];
  let corrected = target;
  for (let track = 0; track < tracks; track++) corrected = correctHeader(corrected, written, correct);
  return corrected;
}

/** An element of less than 127 bytes. */
function element(id: readonly number[], data: readonly number[]): number[] {
  return [...id, 0x80 | data.length, ...data];
}

/** Mediabunny would count them from the caption's start. */
function withoutTimes(cueText: string): string {
  return cueText.replace(/<[\d:.]+>/g, '');
}
