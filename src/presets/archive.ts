import type { Preset } from './preset';

/** Lossless to the last bit, for keeping. */
export const archivePresets: readonly Preset[] = [
  {
    schema: 'stepframe-preset',
    version: 2,
    id: 'ffv1-mkv',
    name: 'FFV1 + FLAC in Matroska',
    description: 'Lossless in picture and sound, with checksums in every slice.',
    format: 'mkv-archive',
    video: { codec: 'ffv1', rateControl: { mode: 'profile' }, alpha: 'straight' },
    audio: { codec: 'flac', sampleRate: 48_000 },
  },
];
