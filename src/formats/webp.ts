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
  container: { kind: 'webp', layout: 'none', cover: false },
};
