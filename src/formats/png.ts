import type { Format } from './format';

/** One frame as a picture. */
export const png: Format = {
  id: 'png',
  label: 'PNG picture',
  extension: 'png',
  mimeType: 'image/png',
  videoCodecs: ['png'],
  audioCodecs: [],
  metadata: ['title', 'author', 'description', 'date'],
  chapters: false,
  captions: 'sidecar',
  options: [],
  container: { kind: 'picture', layout: 'none', cover: false },
};
