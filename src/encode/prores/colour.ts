import { colourSpaces } from '../../colour/colour-space';

/** What a frame's codes say of its colour. The pixels are taken to be encoded so already: nothing is mapped. */
export type ProResColourId = 'bt709' | 'bt601' | 'bt2020' | 'p3-d65';

export interface ProResColour {
  /** RDD 36, 6.1.1, by the codes of ITU-T H.273. */
  primaries: number;
  transfer: number;
  matrix: number;
  /** Luma weights of red and blue. */
  kr: number;
  kb: number;
  /** What WebCodecs and containers call it. */
  webCodecs: Required<VideoColorSpaceInit>;
}

const { bt709, bt601, bt2020, 'display-p3': p3 } = colourSpaces;

export const proResColours: Readonly<Record<ProResColourId, ProResColour>> = {
  bt709: { primaries: 1, transfer: 1, matrix: 1, kr: bt709.kr, kb: bt709.kb, webCodecs: bt709.webCodecs },
  // RDD 36 has no code for the transfer function of SMPTE 170M: it is the one of BT.709.
  bt601: {
    primaries: 6,
    transfer: 1,
    matrix: 6,
    kr: bt601.kr,
    kb: bt601.kb,
    webCodecs: { ...bt601.webCodecs, transfer: 'bt709' },
  },
  bt2020: {
    primaries: 9,
    transfer: 1,
    matrix: 9,
    kr: bt2020.kr,
    kb: bt2020.kb,
    webCodecs: bt2020.webCodecs,
  },
  'p3-d65': { primaries: 12, transfer: 1, matrix: 1, kr: p3.kr, kb: p3.kb, webCodecs: p3.webCodecs },
};
