import { sizeNames } from './form-text';

/** Sizes people ask for by name, in pixels. */
export const frameSizes = {
  '720p': { label: () => '720p', width: 1280, height: 720 },
  '1080p': { label: () => '1080p', width: 1920, height: 1080 },
  '1440p': { label: () => '1440p', width: 2560, height: 1440 },
  '2160p': { label: () => '4K', width: 3840, height: 2160 },
  vertical: { label: () => sizeNames.vertical, width: 1080, height: 1920 },
  square: { label: () => sizeNames.square, width: 1080, height: 1080 },
} as const satisfies Record<string, { label: () => string; width: number; height: number }>;

export type NamedSize = keyof typeof frameSizes;

export type SizeChoice = NamedSize | 'composition' | 'custom';
