import type { Format } from './format';

export const webm: Format = {
  id: 'webm',
  label: 'WebM',
  extension: 'webm',
  mimeType: 'video/webm',
  videoCodecs: ['vp9', 'av1', 'vp8'],
  audioCodecs: ['opus'],
  metadata: ['title', 'author', 'description', 'date'],
  chapters: true,
  captions: 'embedded',
  // WebM's list of elements has no Attachments, so a cover cannot be kept.
  options: [],
  container: { kind: 'webm', layout: 'none', cover: false },
};
