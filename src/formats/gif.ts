import { loops, palette, colours, dithering, scale, sizeLimit } from './animation-options';
import type { Format } from './format';

/** An animation of 256 colours at the most, that shows everywhere. */
export const gif: Format = {
  id: 'gif',
  label: 'GIF',
  extension: 'gif',
  mimeType: 'image/gif',
  videoCodecs: ['gif'],
  audioCodecs: [],
  metadata: ['title', 'author', 'description', 'date'],
  chapters: false,
  captions: 'sidecar',
  options: [palette, colours, dithering, loops, scale, sizeLimit],
  container: { kind: 'gif', layout: 'none', cover: false },
};
