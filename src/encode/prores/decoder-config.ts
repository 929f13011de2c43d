import { proResColours } from './colour';
import { proResProfiles } from './profiles';
import type { CheckedSettings } from './settings';

/** How what is encoded so is decoded, in the words of containers and WebCodecs. */
export function proResDecoderConfig({ profile, width, height, colour }: CheckedSettings): VideoDecoderConfig {
  return {
    codec: proResProfiles[profile].fourCc,
    codedWidth: width,
    codedHeight: height,
    colorSpace: proResColours[colour].webCodecs,
  };
}
