import { loops, quality, scale, sizeLimit } from './animation-options';
import type { Format } from './format';

/** An animation with transparency, smaller than GIF and APNG. */
export const webp: Format = {
  id: 'webp',
  label: 'Animated WebP',
  extension: 'webp',
  mimeType: 'image/webp',
  videoCodecs: ['webp'],
  audioCodecs: [],
  metadata: [],
  chapters: false,
  captions: 'sidecar',
  options: [quality, loops, scale, sizeLimit],
  container: { kind: 'webp', layout: 'none', cover: false },
};
