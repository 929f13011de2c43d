import type { ExportSettings } from './format';

/** A chapter as a film has it. Frames from the first of the film, at the export's rate. Structured-cloneable. */
export interface FilmChapter {
  title: string;
  first: number;
  /** Exclusive. */
  end: number;
}

/** The chapters of the exported range: one that has begun before it begins with it. */
export function filmChapters({ chapters = [], range }: Pick<ExportSettings, 'chapters' | 'range'>): FilmChapter[] {
  return chapters.flatMap(({ start, title }, index) => {
    const first = Math.max(start, range.first);
    const end = Math.min(chapters[index + 1]?.start ?? range.end, range.end);
    return end > first ? [{ title, first: first - range.first, end: end - range.first }] : [];
  });
}
