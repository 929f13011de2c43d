import type { VideoCodec } from '../encode/segment-encoder';
import type { Preset } from './preset';

const base = {
  schema: 'stepframe-preset',
  version: 2,
  format: 'mxf',
  audio: { codec: 'pcm-s24', sampleRate: 48_000 },
} as const;

/** What broadcasters take, in MXF. Sizes and rates are the nearest that the standard has. */
export const broadcastPresets: readonly Preset[] = [
  broadcast('xdcam-hd422-50', 'XDCAM HD422 50', 'xdcam-hd422', '50', 'MPEG-2, 50 Mbit/s: what most of Europe takes.'),
  broadcast('avc-intra-50', 'AVC-Intra 50', 'avc-intra', '50', 'H.264 intra, 10 bits, three quarters of the width.'),
  broadcast('avc-intra-100', 'AVC-Intra 100', 'avc-intra', '100', 'H.264 intra, 10 bits, 4:2:2.'),
  broadcast('avc-intra-200', 'AVC-Intra 200', 'avc-intra', '200', 'As 100, at twice the rate.'),
  imx('30'),
  imx('40'),
  imx('50'),
  broadcast(
    'xavc-compatible',
    'XAVC-compatible H.264',
    'xavc',
    'compatible',
    'H.264 intra to 4K that readers of XAVC take; not certified XAVC.',
  ),
];

function broadcast(id: string, name: string, codec: VideoCodec, profile: string, description: string): Preset {
  return { ...base, id, name, description, video: { codec, profile, rateControl: { mode: 'profile' } } };
}

/** Standard definition is in the colours of its time (ITU-R BT.601). */
function imx(profile: string): Preset {
  const preset = broadcast(`imx-${profile}`, `IMX ${profile}`, 'imx', profile, 'Standard definition, interlaced.');
  return { ...preset, video: { ...preset.video, colourSpace: 'bt601' } };
}
