import type { VideoCodec } from '../encode/segment-encoder';
import type { Preset } from './preset';

/** QuickTime with uncompressed sound, as editing programs take it. */
export function editingPreset(
  about: Pick<Preset, 'id' | 'name' | 'description'>,
  codec: VideoCodec,
  profile: string,
  alpha?: 'straight',
): Preset {
  return {
    schema: 'stepframe-preset',
    version: 2,
    ...about,
    format: 'mov',
    video: { codec, profile, rateControl: { mode: 'profile' }, ...(alpha ? { alpha } : {}) },
    audio: { codec: 'pcm-s24', sampleRate: 48_000 },
  };
}
