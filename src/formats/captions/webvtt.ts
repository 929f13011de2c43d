import {
  blocksOf,
  checkedCaptions,
  timesIssue,
  type CaptionBlock,
  type CaptionCue,
  type CaptionIssue,
  type Captions,
} from './captions';

const settingPatterns: Readonly<Record<string, RegExp>> = {
  vertical: /^(rl|lr)$/,
  line: /^(-?\d+|\d+(\.\d+)?%)(,(start|center|end))?$/,
  position: /^\d+(\.\d+)?%(,(line-left|center|line-right))?$/,
  size: /^\d+(\.\d+)?%$/,
  align: /^(start|center|end|left|right)$/,
  region: /^\S+$/,
};

/** Whether a file says that it is WebVTT. */
export function isWebVtt(text: string): boolean {
  return /^\ufeff?WEBVTT([ \t\r\n]|$)/.test(text);
}

/**
 * Reads WebVTT. Notes and cues without text are left out.
 *
 * @throws ExportError `invalid-input` (bad-captions), which names the lines
 */
export function parseWebVtt(text: string): Captions {
  const [first, ...blocks] = blocksOf(text);
  const head: string[] = [];
  const cues: CaptionCue[] = [];
  const issues: CaptionIssue[] = [];
  if (!isWebVtt(text) || !first) issues.push({ line: 1, message: 'A WebVTT file begins with WEBVTT.' });
  // A line of times right below the header begins a cue without a blank line between, which players take too.
  else if (first.lines.slice(1).some((line) => line.includes('-->'))) {
    issues.push({ line: 2, message: 'A blank line is missing below WEBVTT.' });
  }
  for (const block of blocks) {
    const [opening = ''] = block.lines;
    if (/^NOTE([ \t]|$)/.test(opening)) continue;
    if (/^(STYLE|REGION)[ \t]*$/.test(opening)) {
      if (cues.length > 0) issues.push({ line: block.line, message: 'Styles and regions stand before all captions.' });
      head.push(block.lines.join('\n'));
      continue;
    }
    const cue = readCue(block, issues);
    if (cue && cue.text !== '') cues.push(cue);
  }
  return checkedCaptions(head, cues, issues);
}

function readCue({ line, lines }: CaptionBlock, issues: CaptionIssue[]): CaptionCue | null {
  const at = lines[0]!.includes('-->') ? 0 : 1;
  const found = issues.length;
  const [times, ...rest] = lines.slice(at);
  const parts = /^[ \t]*(\S+)[ \t]+-->[ \t]+(\S+)(.*)$/.exec(times ?? '');
  if (!parts) {
    issues.push({
      line: line + Math.min(at, lines.length - 1),
      message: 'Times such as 00:01.000 --> 00:02.500 are missing.',
    });
    return null;
  }
  const [, from = '', to = '', tail = ''] = parts;
  const [startMs, endMs] = [parseTimestamp(from), parseTimestamp(to)];
  const wrong = timesIssue(startMs, endMs);
  if (wrong !== null) issues.push({ line: line + at, message: wrong });
  const settings = tail.split(/[ \t]+/).filter(Boolean);
  for (const setting of settings) {
    const colon = setting.indexOf(':');
    const pattern = Object.hasOwn(settingPatterns, setting.slice(0, colon))
      ? settingPatterns[setting.slice(0, colon)]
      : undefined;
    if (pattern?.test(setting.slice(colon + 1)) !== true) {
      issues.push({ line: line + at, message: `"${setting}" is no setting of a caption.` });
    }
  }
  const arrow = rest.findIndex((each) => each.includes('-->'));
  if (arrow >= 0) issues.push({ line: line + at + 1 + arrow, message: 'A blank line is missing above these times.' });
  if (issues.length > found) return null;
  return {
    id: at === 0 ? null : lines[0]!,
    startMs: startMs!,
    endMs: endMs!,
    settings: settings.join(' '),
    text: rest.join('\n'),
  };
}

/** Milliseconds; null where it is no WebVTT timestamp. */
export function parseTimestamp(text: string): number | null {
  const parts = /^(?:(\d{2,6}):)?([0-5]\d):([0-5]\d)\.(\d{3})$/.exec(text);
  if (!parts) return null;
  const [, hours = '0', minutes, seconds, thousandths] = parts;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(thousandths);
}

/** Writes captions as WebVTT, hours always included. `parseWebVtt` gives the same captions again. */
export function writeWebVtt({ head, cues }: Captions): string {
  const written = cues.map(({ id, startMs, endMs, settings, text }) =>
    [
      ...(id === null ? [] : [id]),
      [writeTimestamp(startMs), '-->', writeTimestamp(endMs), ...(settings === '' ? [] : [settings])].join(' '),
      text,
    ].join('\n'),
  );
  return `${['WEBVTT', ...head, ...written].join('\n\n')}\n`;
}

/** With hours, `00:00:01.500`. @param ms whole */
export function writeTimestamp(ms: number): string {
  const part = (value: number, digits: number): string => String(value).padStart(digits, '0');
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${part(hours, 2)}:${part(minutes, 2)}:${part(seconds % 60, 2)}.${part(ms % 1000, 3)}`;
}
