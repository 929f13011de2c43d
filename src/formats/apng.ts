import { loops } from './animation-options';
import type { Format } from './format';

/** An animation without loss, with transparency. */
export const apng: Format = {
  id: 'apng',
  label: 'Animated PNG',
  extension: 'png',
  mimeType: 'image/apng',
  videoCodecs: ['apng'],
  audioCodecs: [],
  metadata: [],
  chapters: false,
  captions: 'sidecar',
  options: [loops],
  container: { kind: 'apng', layout: 'none', cover: false },
};
