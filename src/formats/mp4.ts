import type { Format } from './format';

/** MPEG-4 part 14 with its index in front of the data, so that it plays while it loads. */
export const mp4: Format = {
  id: 'mp4',
  label: 'MP4',
  extension: 'mp4',
  mimeType: 'video/mp4',
  videoCodecs: ['h264', 'av1', 'vp9', 'h265'],
  audioCodecs: ['aac', 'opus'],
  metadata: ['title', 'author', 'description', 'date'],
  chapters: true,
  captions: 'embedded',
  options: [],
  container: { kind: 'isobmff', layout: 'fast-start', cover: true },
};
