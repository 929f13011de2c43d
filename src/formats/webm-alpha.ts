import type { Format } from './format';

/** A video with transparency, for pages. The transparency is a second picture beside the first. */
export const webmAlpha: Format = {
  id: 'webm-alpha',
  label: 'WebM with transparency',
  extension: 'webm',
  mimeType: 'video/webm',
  videoCodecs: ['vp9-alpha'],
  audioCodecs: ['opus'],
  container: { kind: 'webm-alpha', layout: 'none', cover: false },
};
