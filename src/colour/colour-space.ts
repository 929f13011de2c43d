/** The colour spaces a video can be written in: 8-bit Y′CbCr, limited range. */
export type ColourSpaceId = 'bt709' | 'bt601';

export interface ColourSpace {
  readonly id: ColourSpaceId;
  readonly label: string;
  /** Luma weights of red and blue: the matrix follows from them (ITU-T H.273, equation 38 ff.). */
  readonly kr: number;
  readonly kb: number;
  /** What WebCodecs calls it. */
  readonly webCodecs: Required<VideoColorSpaceInit>;
}

export const colourSpaces: Readonly<Record<ColourSpaceId, ColourSpace>> = {
  // ITU-R BT.709-6, table 3
  bt709: {
    id: 'bt709',
    label: 'BT.709',
    kr: 0.2126,
    kb: 0.0722,
    webCodecs: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
  },
  // ITU-R BT.601-7 (525 lines), section 2.5.1
  bt601: {
    id: 'bt601',
    label: 'BT.601',
    kr: 0.299,
    kb: 0.114,
    webCodecs: { primaries: 'smpte170m', transfer: 'smpte170m', matrix: 'smpte170m', fullRange: false },
  },
};
