import type { Composition } from '../composition/composition';
import type { ExportSettings } from '../formats/format';
import { findFormat } from '../formats/registry';
import { invalid, type ExportIssue } from './export-issue';
import { lengthAt } from './export-length';

/** Bytes of a title that QuickTime's readers take: the length of a string there is told in one byte. */
const longestTitle = 255;

/** What of the chapters cannot be written as asked, or will not be there. The frame rate is one that can be exported. */
export function checkChapters(composition: Composition, settings: ExportSettings): ExportIssue[] {
  const { chapters = [], frameRate } = settings;
  const format = findFormat(settings.format);
  if (chapters.length === 0 || !format) return [];
  if (!format.chapters) return [notKept(format.label)];
  const length = lengthAt(composition, frameRate);
  return chapters.flatMap(({ start, title }, index) => [
    ...startIssues(start, chapters[index - 1]?.start ?? null, length, index),
    ...titleIssues(title, index),
  ]);
}

function startIssues(start: number, before: number | null, length: number, index: number): ExportIssue[] {
  const path = `chapters.${index}.start`;
  const bad = (detail: string, message: string, remedy: string): ExportIssue[] => [
    invalid(detail, path, message, remedy),
  ];
  if (!Number.isInteger(start) || start < 0) {
    return bad(
      'chapter-start-invalid',
      `Chapter ${index + 1} cannot begin at ${start}.`,
      'Give a whole number, the frame it begins on, counted from 0 at the exported rate.',
    );
  }
  if (start >= length) {
    return bad(
      'chapter-outside',
      `Chapter ${index + 1} begins at frame ${start}, but the last frame is ${length - 1}.`,
      'Let it begin before the end, or leave it out.',
    );
  }
  if (before === null || start > before) return [];
  return bad(
    'chapters-unsorted',
    `Chapter ${index + 1} begins at frame ${start}, and the one before it at ${before}.`,
    'Put chapters in the order of their starts, with one at each.',
  );
}

function titleIssues(title: string, index: number): ExportIssue[] {
  const bytes = typeof title === 'string' ? new TextEncoder().encode(title).length : 0;
  if (bytes > 0 && bytes <= longestTitle && title.trim() !== '' && !/\p{Cc}/u.test(title)) return [];
  return [
    invalid(
      'chapter-title-invalid',
      `chapters.${index}.title`,
      `The title of chapter ${index + 1} cannot be written.`,
      `Give it a title in one line, of at most ${longestTitle} bytes.`,
    ),
  ];
}

function notKept(label: string): ExportIssue {
  return {
    severity: 'warning',
    code: 'invalid-input',
    detail: 'chapters-not-in-format',
    path: 'chapters',
    message: `${label} has no place for chapters.`,
    remedy: 'Leave them out, or choose another format, such as MP4.',
    suggestion: { chapters: [] },
  };
}
