import {
  blocksOf,
  checkedCaptions,
  timesIssue,
  type CaptionBlock,
  type CaptionCue,
  type CaptionIssue,
  type Captions,
} from './captions';
import { subRipText } from './cue-text';
import { writeTimestamp } from './webvtt';

/**
 * Reads SubRip. Bold, italic and underlined text stay; colours and fonts, which WebVTT has no words for, do not. Places as
 * `{\an8}` become cue settings. The numbers of captions are not kept: they say no more than their order.
 *
 * @throws ExportError `invalid-input` (bad-captions), which names the lines
 */
export function parseSrt(text: string): Captions {
  const cues: CaptionCue[] = [];
  const issues: CaptionIssue[] = [];
  const blocks = blocksOf(text);
  if (blocks.length === 0) issues.push({ line: 1, message: 'There are no captions.' });
  for (const block of blocks) {
    const cue = readCue(block, issues);
    if (cue && cue.text !== '') cues.push(cue);
  }
  return checkedCaptions([], cues, issues);
}

function readCue({ line, lines }: CaptionBlock, issues: CaptionIssue[]): CaptionCue | null {
  const at = /^\s*\d+\s*$/.test(lines[0]!) ? 1 : 0;
  const found = issues.length;
  const [times, ...rest] = lines.slice(at);
  // Some writers put the corners of a box behind the times.
  const parts = /^\s*(\S+)\s+-->\s+(\S+)(?:\s+[XY][12]:.*)?\s*$/.exec(times ?? '');
  if (!parts) {
    const where = line + Math.min(at, lines.length - 1);
    issues.push({ line: where, message: 'Times such as 00:00:01,000 --> 00:00:02,500 are missing.' });
    return null;
  }
  const [startMs, endMs] = [milliseconds(parts[1]!), milliseconds(parts[2]!)];
  const wrong = timesIssue(startMs, endMs);
  if (wrong !== null) issues.push({ line: line + at, message: wrong });
  const arrow = rest.findIndex((each) => each.includes('-->'));
  if (arrow >= 0) issues.push({ line: line + at + 1 + arrow, message: 'A blank line is missing above these times.' });
  if (issues.length > found) return null;
  const written = rest.join('\n');
  return { id: null, startMs: startMs!, endMs: endMs!, settings: placeOf(written), text: cueText(written) };
}

/** Null where it is no SubRip timestamp. A point for the comma, and fewer digits than three, are common. */
function milliseconds(text: string): number | null {
  const parts = /^(\d{1,6}):([0-5]?\d):([0-5]?\d)(?:[,.](\d{1,3}))?$/.exec(text);
  if (!parts) return null;
  const [hours, minutes, seconds] = parts.slice(1, 4).map(Number);
  return ((hours! * 60 + minutes!) * 60 + seconds!) * 1000 + Number((parts[4] ?? '').padEnd(3, '0'));
}

/** Below in the middle, where captions stand anyway. */
const usualPlace = 2;

/** `{\an1}` to `{\an9}`, as the keys of a number pad lie. */
function placeOf(text: string): string {
  const key = Number(/\{[^{}]*\\an([1-9])/.exec(text)?.[1] ?? usualPlace);
  const line = key > 6 ? ['line:0'] : key > 3 ? ['line:50%'] : [];
  const align = key % 3 === 1 ? ['align:left'] : key % 3 === 0 ? ['align:right'] : [];
  return [...line, ...align].join(' ');
}

function cueText(text: string): string {
  return text
    .replace(/\{\\[^{}]*\}/g, '')
    .replace(/<\/?font\b[^<>]*>/gi, '')
    .split(/(<\/?[biu]>)/i)
    .map((piece, at) => (at % 2 === 1 ? piece.toLowerCase() : escaped(piece)))
    .join('')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Writes captions as SubRip. Bold, italic and underlined text stay, and places that it has words for; styles, regions, ids
 * and voices do not.
 */
export function writeSrt({ cues }: Captions): string {
  const times = (ms: number): string => writeTimestamp(ms).replace('.', ',');
  const shown = cues.flatMap((cue) => {
    const text = subRipText(cue.text);
    return text === '' ? [] : [{ ...cue, text }];
  });
  return shown
    .map(({ startMs, endMs, settings, text }, index) => {
      const key = placeKey(settings);
      const place = key === usualPlace ? '' : `{\\an${key}}`;
      return `${index + 1}\n${times(startMs)} --> ${times(endMs)}\n${place}${text}\n`;
    })
    .join('\n');
}

/** The key of the number pad that lies where cue settings put a caption, as `placeOf` has them. */
function placeKey(settings: string): number {
  const row = /\bline:(0|[1-9]|10)(?:%|,|\s|$)/.test(settings) ? 6 : /\bline:50%/.test(settings) ? 3 : 0;
  const column = /\balign:(left|start)\b/.test(settings) ? 1 : /\balign:(right|end)\b/.test(settings) ? 3 : 2;
  return row + column;
}
