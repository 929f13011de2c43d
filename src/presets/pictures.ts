import type { VideoCodec } from '../encode/segment-encoder';
import { codecs } from '../formats/codecs';
import type { FormatId } from '../formats/format';
import type { Preset } from './preset';

const base = { schema: 'stepframe-preset', version: 2, audio: null } as const;

/** Pictures, one or one a frame, with transparency. */
export const picturePresets: readonly Preset[] = [
  pictures('png-picture', 'PNG picture', 'png', 'png', '8', 'One frame, without loss: a poster, a thumbnail.'),
  pictures('png-sequence', 'PNG sequence', 'png-sequence', 'png', '8', 'Every frame a picture, without loss.'),
  pictures('png16-sequence', 'PNG sequence, 16 bit', 'png-sequence', 'png', '16', 'For programs that expect 16 bits.'),
  pictures('tiff16-sequence', 'TIFF sequence, 16 bit', 'tiff-sequence', 'tiff', '16', 'For grading and print.'),
  pictures(
    'exr-half-sequence',
    'OpenEXR sequence, half',
    'exr-sequence',
    'exr',
    'half',
    'Linear light, for compositing.',
  ),
  {
    ...base,
    id: 'cinemadng-sequence',
    name: 'CinemaDNG sequence',
    description: 'Linear light, 16 bits, for grading.',
    format: 'dng-sequence',
    video: { codec: 'dng', rateControl: { mode: 'profile' } },
  },
  pictures('exr-float-sequence', 'OpenEXR sequence, float', 'exr-sequence', 'exr', 'float', 'Linear light, 32 bits.'),
];

function pictures(
  id: string,
  name: string,
  format: FormatId,
  codec: VideoCodec,
  profile: string,
  description: string,
): Preset {
  const video = { codec, profile, rateControl: { mode: 'profile' }, alpha: codecs[codec].alphaModes[0]! } as const;
  return { ...base, id, name, description, format, video };
}

/** For pages and messages. */
export const animationPresets: readonly Preset[] = [
  animation('gif', 'GIF', 'gif', 'gif', 'Shows everywhere; 256 colours.'),
  animation('apng', 'Animated PNG', 'apng', 'apng', 'Without loss, with transparency.'),
  animation('webp-animation', 'Animated WebP', 'webp', 'webp', 'Small, with transparency.'),
];

function animation(id: string, name: string, format: FormatId, codec: VideoCodec, description: string): Preset {
  return {
    ...base,
    id,
    name,
    description,
    format,
    video: { codec, rateControl: { mode: 'profile' }, alpha: 'straight' },
  };
}
