import type { Format } from './format';

/** MPEG-4 part 14 in movie fragments: what is written plays, even if the end is missing. */
export const mp4Fragmented: Format = {
  id: 'mp4-fragmented',
  label: 'MP4, fragmented',
  extension: 'mp4',
  mimeType: 'video/mp4',
  videoCodecs: ['h264', 'av1', 'vp9', 'h265'],
  audioCodecs: ['aac', 'opus'],
  metadata: ['title', 'author', 'description', 'date'],
  chapters: false,
  captions: 'sidecar',
  options: [],
  container: { kind: 'isobmff', layout: 'fragmented', cover: true },
};
