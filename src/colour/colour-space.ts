/** The colour spaces a video can be written in: Y′CbCr, limited range. Files in RGB have the same primaries, all codes. */
export type ColourSpaceId = 'bt709' | 'bt601' | 'display-p3' | 'bt2020';

export interface ColourSpace {
  readonly id: ColourSpaceId;
  readonly label: string;
  /** Luma weights of red and blue: the matrix follows from them (ITU-T H.273, equation 38 ff.). */
  readonly kr: number;
  readonly kb: number;
  /** What WebCodecs calls it. */
  readonly webCodecs: Required<VideoColorSpaceInit>;
  /** Code points of ITU-T H.273. */
  readonly codePoints: { readonly primaries: number; readonly transfer: number; readonly matrix: number };
  /** The canvas colour space that pictures are captured in for it. */
  readonly captured: PredefinedColorSpace;
}

// Canvases are encoded with the curve of sRGB, and their values are kept. All are tagged with the transfer function of
// BT.709: it is what editing programs and broadcasters expect of standard dynamic range, and screens show both alike.

// ITU-R BT.709-6, table 3
const bt709 = { kr: 0.2126, kb: 0.0722 };

export const colourSpaces: Readonly<Record<ColourSpaceId, ColourSpace>> = {
  bt709: {
    id: 'bt709',
    label: 'BT.709',
    ...bt709,
    webCodecs: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
    codePoints: { primaries: 1, transfer: 1, matrix: 1 },
    captured: 'srgb',
  },
  // ITU-R BT.601-7 (525 lines), section 2.5.1
  bt601: {
    id: 'bt601',
    label: 'BT.601',
    kr: 0.299,
    kb: 0.114,
    webCodecs: { primaries: 'smpte170m', transfer: 'smpte170m', matrix: 'smpte170m', fullRange: false },
    codePoints: { primaries: 6, transfer: 6, matrix: 6 },
    captured: 'srgb',
  },
  // SMPTE EG 432-1 primaries with the matrix of BT.709, as QuickTime has it.
  'display-p3': {
    id: 'display-p3',
    label: 'Display P3',
    ...bt709,
    webCodecs: {
      primaries: 'smpte432' as VideoColorPrimaries,
      transfer: 'bt709',
      matrix: 'bt709',
      fullRange: false,
    },
    codePoints: { primaries: 12, transfer: 1, matrix: 1 },
    captured: 'display-p3',
  },
  // ITU-R BT.2020-2, table 4. Its transfer function is the one of BT.709, for which H.273 has a second number, 14:
  // neither WebCodecs nor ProRes knows that, and QuickTime writes 9-1-9.
  bt2020: {
    id: 'bt2020',
    label: 'BT.2020',
    kr: 0.2627,
    kb: 0.0593,
    webCodecs: {
      primaries: 'bt2020' as VideoColorPrimaries,
      transfer: 'bt709',
      matrix: 'bt2020-ncl' as VideoMatrixCoefficients,
      fullRange: false,
    },
    codePoints: { primaries: 9, transfer: 1, matrix: 9 },
    // No canvas is wider; what captures hold is converted further (`bt2020.ts`).
    captured: 'display-p3',
  },
};
