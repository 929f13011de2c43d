import type { Bitstream } from '../file-facts';
import { readAv1Header } from './av1-header';
import { readDnxHeader, readMpeg2Header, readProResHeader } from './frame-headers';
import { parametersInStream, parametersOfAvcC, readH264Parameters } from './h264-parameters';
import { readVp8Header, readVp9Header } from './vp9-header';

/** What the first frame of a stream, or its description, says of itself; empty where that is not read. */
export function readBitstream(
  codec: string,
  frame: Uint8Array<ArrayBuffer>,
  description: Uint8Array | null,
): Bitstream {
  switch (codec) {
    case 'h264': {
      const unit = (description && parametersOfAvcC(description)) ?? parametersInStream(frame);
      return unit ? readH264Parameters(unit) : {};
    }
    case 'vp9':
      return readVp9Header(frame) ?? {};
    case 'vp8':
      return readVp8Header(frame) ?? {};
    case 'av1':
      return readAv1Header(frame) ?? {};
    case 'prores':
      return readProResHeader(frame) ?? {};
    case 'dnx':
      return readDnxHeader(frame) ?? {};
    case 'mpeg2':
    case 'xdcam-hd422':
    case 'imx':
      return readMpeg2Header(frame) ?? {};
    default:
      return {};
  }
}
