import { captionMoments } from '../formats/captions/caption-moments';
import type { CaptionCue } from '../formats/captions/captions';
import { textRuns, type TextRun } from '../formats/captions/cue-text';
import type { FilmCaptions } from '../formats/captions/film-captions';
import type { AddedTrack } from './added-track';
import { makeBox, text, u16, u32, type Box } from './quicktime-boxes';
import { textTrack, type TextSample } from './text-track';

/** Units a second: what captions are timed in. */
const milliseconds = 1000;

/**
 * Captions as 3GPP timed text (TS 26.245, `tx3g`), which Apple's players, ffmpeg and VLC read in MP4 and QuickTime alike;
 * WebVTT in MP4 (ISO/IEC 14496-30) is read by fewer. Bold, italic and underlined text stay, places do not.
 *
 * @param size of the picture, in pixels
 */
export function captionTrack(
  { cues, language, label, isDefault }: FilmCaptions,
  size: { width: number; height: number },
  isQuickTime: boolean,
): AddedTrack {
  return textTrack({
    reference: null,
    handler: 'sbtl',
    entry: timedTextEntry(size),
    timescale: milliseconds,
    delay: 0,
    samples: timedTextSamples(cues, fontSizeOf(size)),
    language,
    name: label,
    isQuickTime,
    enabled: isDefault,
    size,
  });
}

/** One sample shows all there is at a time: captions that overlap are shown together, and gaps are samples without text. */
function timedTextSamples(cues: readonly CaptionCue[], fontSize: number): TextSample[] {
  const runs = new Map(cues.map((cue) => [cue, textRuns(cue.text)]));
  return captionMoments(cues).map(({ startMs, endMs, shown }) => ({
    duration: endMs - startMs,
    bytes: timedText(
      shown.map((cue) => runs.get(cue)!),
      fontSize,
    ),
  }));
}

/** TS 26.245, 5.17: a length, UTF-8, and where its style is not the usual one a `styl` box. */
function timedText(captions: readonly (readonly TextRun[])[], fontSize: number): Uint8Array {
  const lineBreak: TextRun = { text: '\n', bold: false, italic: false, underline: false };
  const runs = captions.flatMap((each, index) => (index === 0 ? each : [lineBreak, ...each]));
  const bytes = text(runs.map((run) => run.text).join(''));
  const styles: number[][] = [];
  let at = 0;
  for (const run of runs) {
    // Counted in characters of Unicode, not in bytes.
    const end = at + Array.from(run.text).length;
    const face = (run.bold ? 1 : 0) | (run.italic ? 2 : 0) | (run.underline ? 4 : 0);
    if (face !== 0) styles.push(style(at, end, face, fontSize));
    at = end;
  }
  const box = styles.length === 0 ? [] : makeBox('styl', u16(styles.length), styles.flat()).bytes;
  return Uint8Array.from([...u16(bytes.length), ...bytes, ...box]);
}

/** An eighteenth of the picture's height, as ffmpeg takes for usual too; it is kept in a byte. Pixels. */
function fontSizeOf({ height }: { height: number }): number {
  return Math.min(255, Math.round(height / 18));
}

const white = [255, 255, 255, 255] as const;
const onlyFont = 1;

function style(first: number, end: number, face: number, fontSize: number): number[] {
  return [...u16(first), ...u16(end), ...u16(onlyFont), face, fontSize, ...white];
}

/** TS 26.245, 5.16: below in the middle, in the lowest sixth of the picture. */
function timedTextEntry(size: { width: number; height: number }): Box {
  const { width, height } = size;
  const dataReference = [...u32(0), ...u16(0), ...u16(1)];
  const [centred, atTheBottom] = [1, 0xff];
  const box = [Math.round((height * 5) / 6), 0, height, width].flatMap(u16);
  const fontName = text('Arial');
  return makeBox(
    'tx3g',
    [...dataReference, ...u32(0), centred, atTheBottom, ...[0, 0, 0, 0], ...box, ...style(0, 0, 0, fontSizeOf(size))],
    makeBox('ftab', u16(1), u16(onlyFont), [fontName.length], fontName),
  );
}
