import type { Format } from './format';

export const mkv: Format = {
  id: 'mkv',
  label: 'Matroska',
  extension: 'mkv',
  mimeType: 'video/x-matroska',
  videoCodecs: ['h264', 'vp9', 'av1', 'vp8', 'h265'],
  audioCodecs: ['opus', 'aac', 'pcm-s16', 'pcm-s24', 'pcm-f32'],
  metadata: ['title', 'author', 'description', 'date'],
  chapters: true,
  captions: 'embedded',
  options: [],
  container: { kind: 'matroska', layout: 'none', cover: true },
};
