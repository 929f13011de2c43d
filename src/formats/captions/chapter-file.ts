import { plainText } from './cue-text';
import { parseWebVtt } from './webvtt';

/** A chapter as a file has it, which knows nothing of frames. */
export interface TimedChapter {
  /** Whole milliseconds from the beginning of the composition. */
  startMs: number;
  title: string;
}

/**
 * Reads chapters from WebVTT, the form in which HTML has them (`kind="chapters"`): a caption is a chapter, its text the
 * title. It lasts until the next one begins, whatever its end says.
 *
 * @throws ExportError `invalid-input` (bad-captions), which names the lines
 */
export function parseChapters(text: string): TimedChapter[] {
  return parseWebVtt(text).cues.map(({ startMs, text: title }) => ({
    startMs,
    title: plainText(title).replaceAll('\n', ' '),
  }));
}
