import { ExportError } from '../../errors';

/** One caption. */
export interface CaptionCue {
  /** Null: it has none. */
  id: string | null;
  /** Whole milliseconds from the beginning of the film. */
  startMs: number;
  /** Later than `startMs`. */
  endMs: number;
  /** WebVTT cue settings, such as `line:0 align:start`; empty: as the player likes it. */
  settings: string;
  /** WebVTT cue text: `&`, `<` and `>` escaped, with its tags, lines parted by `\n`. Not empty. */
  text: string;
}

export interface Captions {
  /** STYLE and REGION blocks of WebVTT, as they were written. */
  head: readonly string[];
  /** By their start; those that start together in the order of the file. */
  cues: readonly CaptionCue[];
}

/** What is wrong with a line, counted from 1. */
export interface CaptionIssue {
  line: number;
  message: string;
}

/** Lines that stand together, between blank ones. */
export interface CaptionBlock {
  /** Of its first line, from 1. */
  line: number;
  lines: readonly string[];
}

/** @param text of a file in which lines end in any way, with or without a byte order mark */
export function blocksOf(text: string): CaptionBlock[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const blocks: { line: number; lines: string[] }[] = [];
  let within = false;
  lines.forEach((written, at) => {
    const blank = written.trim() === '';
    if (!blank && within) blocks.at(-1)!.lines.push(written);
    if (!blank && !within) blocks.push({ line: at + 1, lines: [written] });
    within = !blank;
  });
  return blocks;
}

/** Captions that are to be used. @throws ExportError `invalid-input` (bad-captions) where anything is wrong with them */
export function checkedCaptions(
  head: readonly string[],
  cues: CaptionCue[],
  issues: readonly CaptionIssue[],
): Captions {
  if (issues.length === 0) return { head, cues: cues.sort((one, other) => one.startMs - other.startMs) };
  const told = 3;
  const first = issues.slice(0, told).map(({ line, message }) => `Line ${line}: ${message}`);
  const more = issues.length > told ? [`${issues.length - told} more.`] : [];
  throw new ExportError('invalid-input', {
    detail: 'bad-captions',
    stage: 'configure',
    message: `The captions cannot be used. ${[...first, ...more].join(' ')}`,
    remedy: 'Correct these lines in a caption editor or a text editor, and give the file again.',
  });
}

/** What is wrong with the times of a cue; null: nothing. */
export function timesIssue(start: number | null, end: number | null): string | null {
  if (start === null || end === null) return 'The time cannot be read.';
  return end > start ? null : 'It ends no later than it starts.';
}
