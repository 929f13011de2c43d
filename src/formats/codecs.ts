import type { RateControl, VideoCodec, WebVideoCodec } from '../encode/segment-encoder';

/** One of the fixed ways in which a codec is used. */
export interface CodecProfile {
  readonly id: string;
  readonly label: string;
  /** Whether its pictures may be translucent. */
  readonly alpha: boolean;
}

/** What settings and forms need to know of a codec. */
export interface Codec {
  readonly label: string;
  /** Best first. Empty: there is nothing to choose. */
  readonly profiles: readonly CodecProfile[];
  readonly rateControls: readonly RateControl['mode'][];
  /** Whether a picture may be an odd number of pixels wide or high. */
  readonly oddSizes: boolean;
  /** Every frame stands for itself, so that there are no key frames to place. */
  readonly intraOnly: boolean;
}

const webCodec = { profiles: [], oddSizes: false, intraOnly: false } as const;

export const codecs: Readonly<Record<VideoCodec, Codec>> = {
  h264: { ...webCodec, label: 'H.264', rateControls: ['quality', 'bitrate'] },
  vp8: { ...webCodec, label: 'VP8', rateControls: ['quality', 'bitrate'] },
  vp9: { ...webCodec, label: 'VP9', rateControls: ['quality', 'bitrate', 'quantizer'] },
  av1: { ...webCodec, label: 'AV1', rateControls: ['quality', 'bitrate', 'quantizer'] },
  prores: {
    label: 'ProRes',
    profiles: [
      { id: '422-hq', label: '422 HQ', alpha: false },
      { id: '422', label: '422', alpha: false },
      { id: 'lt', label: '422 LT', alpha: false },
      { id: 'proxy', label: '422 Proxy', alpha: false },
      { id: '4444', label: '4444', alpha: true },
      { id: '4444-xq', label: '4444 XQ', alpha: true },
    ],
    rateControls: ['profile'],
    oddSizes: true,
    intraOnly: true,
  },
};

export function findProfile(codec: VideoCodec, id: string | null | undefined): CodecProfile | undefined {
  return codecs[codec].profiles.find((profile) => profile.id === id);
}

const webCodecs: readonly VideoCodec[] = ['h264', 'vp8', 'vp9', 'av1'];

/** Whether browsers may encode it. */
export function isWebVideoCodec(codec: VideoCodec): codec is WebVideoCodec {
  return webCodecs.includes(codec);
}
