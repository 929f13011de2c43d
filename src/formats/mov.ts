import type { Format } from './format';

/** QuickTime File Format, what editing programs open best. */
export const mov: Format = {
  id: 'mov',
  label: 'QuickTime',
  extension: 'mov',
  mimeType: 'video/quicktime',
  videoCodecs: ['h264', 'h265', 'prores', 'dnxhr', 'dnxhd'],
  audioCodecs: ['pcm-s16', 'pcm-s24', 'aac'],
  metadata: ['title', 'author', 'description', 'timecode', 'reel', 'date'],
  chapters: true,
  captions: 'embedded',
  // QuickTime's own user data, which editing programs read, has no place for a cover.
  options: [],
  container: { kind: 'quicktime', layout: 'fast-start', cover: false },
};
