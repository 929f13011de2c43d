/** What an export by a preset must be, as told by tools that are not ours. */
export interface Expectation {
  /** Of the file; of pictures, which come in a folder, of each. */
  extension: string;
  pictures?: true;
  /** What mediainfo calls it (`profileOf` in `media-checks.ts`); at each composition's size and rate, where names say the rate. */
  profiles: readonly string[];
  /** Its standard has one size for all packets. */
  constantPackets?: true;
  /** dB of luma that its codec keeps of the hardest clip without grain, of a reference in the same pixels; Infinity: all. */
  luma: number;
  /** dB of alpha; absent: there is none. */
  alpha?: number;
  /**
   * What it is compared with: `pictures`, in place of FFV1 itself; `captured`, its own frames as they were captured, where
   * a composition is drawn at another width than they have. Default: FFV1.
   */
  reference?: 'pictures' | 'captured';
  /** Two exported frames make one. */
  interlaced?: true;
  /** The part of the coded picture that shows, for ffmpeg's filter: the rest is lines of the blanking interval. */
  crop?: string;
}

const mov = { extension: 'mov' } as const;
const mxf = { extension: 'mxf' } as const;
const constant = { constantPackets: true } as const;
const imx = { ...mxf, ...constant, interlaced: true, crop: 'in_w:576:0:32', reference: 'captured' } as const;

/** dB of 8 bits that ffmpeg's own way from 12 bits or floats rounds to the next here and there. */
const offByOne = 70;

/** By preset: all that do not come from the browser's own encoders. */
export const expectations: Readonly<Record<string, Expectation>> = {
  'prores-proxy': { ...mov, profiles: ['ProRes 422 Proxy'], luma: 32.5 },
  'prores-lt': { ...mov, profiles: ['ProRes 422 LT'], luma: 39 },
  'prores-422': { ...mov, profiles: ['ProRes 422'], luma: 42.5 },
  'prores-422-hq': { ...mov, profiles: ['ProRes 422 HQ'], luma: 47.5 },
  'prores-4444': { ...mov, profiles: ['ProRes 4444'], luma: 50, alpha: offByOne },
  'prores-4444-xq': { ...mov, profiles: ['ProRes 4444 XQ'], luma: 57, alpha: offByOne },
  'dnxhd-36': { ...mov, ...constant, profiles: ['DNxHD 45', 'DNxHD 90'], luma: 39 },
  'dnxhd-120': { ...mov, ...constant, profiles: ['DNxHD 75', 'DNxHD 145'], luma: 50 },
  'dnxhd-185': { ...mov, ...constant, profiles: ['DNxHD 110', 'DNxHD 220'], luma: 51.5 },
  'dnxhd-185x': { ...mov, ...constant, profiles: ['DNxHD 110x', 'DNxHD 220x'], luma: 55 },
  'dnxhr-lb': { ...mov, ...constant, profiles: ['DNxHR LB'], luma: 39.5 },
  'dnxhr-sq': { ...mov, ...constant, profiles: ['DNxHR SQ'], luma: 51.5 },
  'dnxhr-hq': { ...mov, ...constant, profiles: ['DNxHR HQ'], luma: 52 },
  'dnxhr-hqx': { ...mov, ...constant, profiles: ['DNxHR HQX'], luma: 55.5 },
  'dnxhr-444': { ...mov, ...constant, profiles: ['DNxHR 444'], luma: 63.5 },
  // Its own name is for films of seconds, whose mean rate is 50 Mbit/s.
  'xdcam-hd422-50': { ...mxf, profiles: ['XDCAM HD422', 'MPEG Video 4:2:2'], luma: 49 },
  'avc-intra-50': { ...mxf, ...constant, profiles: ['AVC High 10 Intra'], luma: 45 },
  'avc-intra-100': { ...mxf, ...constant, profiles: ['AVC High 4:2:2 Intra'], luma: 53 },
  // MXF has no label for class 200 beyond that of H.264.
  'avc-intra-200': { ...mxf, ...constant, profiles: ['AVC High 4:2:2 Intra', 'AVC High 4:2:2'], luma: 53 },
  'imx-30': { ...imx, profiles: ['IMX 30'], luma: 36 },
  'imx-40': { ...imx, profiles: ['IMX 40'], luma: 38 },
  'imx-50': { ...imx, profiles: ['IMX 50'], luma: 40 },
  'xavc-compatible': { ...mxf, ...constant, profiles: ['AVC High 4:2:2 Intra'], luma: 53 },
  'ffv1-mkv': { extension: 'mkv', profiles: ['FFV1'], luma: Infinity, alpha: Infinity, reference: 'pictures' },
  'png-sequence': { extension: 'png', pictures: true, profiles: ['PNG'], luma: Infinity, alpha: Infinity },
  // Its codes are those of 8 bits exactly; laid over black by ffmpeg, they round otherwise here and there.
  'png16-sequence': { extension: 'png', pictures: true, profiles: ['PNG'], luma: offByOne, alpha: Infinity },
  'tiff16-sequence': { extension: 'tiff', pictures: true, profiles: ['LZW'], luma: offByOne, alpha: Infinity },
  // Back from linear light by a table of ffmpeg's; multiplied by alpha there, edges differ from those of codes.
  'exr-half-sequence': { extension: 'exr', pictures: true, profiles: ['EXR Line'], luma: 45, alpha: offByOne },
  'exr-float-sequence': { extension: 'exr', pictures: true, profiles: ['EXR Line'], luma: 45, alpha: offByOne },
  gif: { extension: 'gif', profiles: ['GIF 89a'], luma: 30, alpha: 20 },
  apng: { extension: 'apng', profiles: ['PNG'], luma: Infinity, alpha: Infinity },
  'webp-animation': { extension: 'webp', profiles: ['WebP'], luma: 35, alpha: offByOne },
};
