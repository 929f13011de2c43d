import type { Captions } from './captions';
import { parseSrt } from './srt';
import { isWebVtt, parseWebVtt } from './webvtt';

/** Reads a file of captions, WebVTT or SubRip by what it says. @throws ExportError `invalid-input` (bad-captions) */
export function parseCaptions(text: string): Captions {
  return isWebVtt(text) ? parseWebVtt(text) : parseSrt(text);
}
