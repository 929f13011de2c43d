import { correctHeader } from './header-correction';
import type { ByteTarget } from './muxer';

/** MatrixCoefficients (RFC 9559, section 5.1.4.1.28.17), one byte long. */
const element = [0x55, 0xb1, 0x81] as const;
/** ITU-T H.273, table 4. */
const [unspecified, bt2020] = [2, 9];

/**
 * A target that names the matrix of BT.2020. Mediabunny knows it too, but when it is told, it takes the matrix that VP9
 * frames name away from them; so it is told none, and writes that it is not specified.
 */
export function writeBt2020Matrix(target: ByteTarget): ByteTarget {
  return correctHeader(target, [...element, unspecified], [...element, bt2020]);
}
