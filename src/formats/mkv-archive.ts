import type { Format } from './format';

/** Matroska as archives keep it: lossless in picture and sound, with checksums. */
export const mkvArchive: Format = {
  id: 'mkv-archive',
  label: 'Matroska, lossless',
  extension: 'mkv',
  mimeType: 'video/x-matroska',
  videoCodecs: ['ffv1'],
  audioCodecs: ['flac'],
  metadata: ['title', 'author', 'description', 'date'],
  chapters: true,
  captions: 'embedded',
  options: [],
  container: { kind: 'matroska', layout: 'none', cover: false },
};
