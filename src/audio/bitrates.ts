import type { AudioCodec } from './audio-source';

/** bits/s of stereo. AAC and Opus: where nearly everyone stops hearing a difference. PCM: what it comes to at 48 kHz; FLAC: about. */
const bitrates: Readonly<Record<AudioCodec, number>> = {
  aac: 192_000,
  opus: 160_000,
  flac: 1_400_000,
  'pcm-s16': 1_536_000,
  'pcm-s24': 2_304_000,
  'pcm-f32': 3_072_000,
};

/** The bitrate, in bits/s, of an export that asks for none. */
export function defaultBitrate(codec: AudioCodec): number {
  return bitrates[codec];
}
