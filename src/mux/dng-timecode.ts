import type { FrameRate } from '../composition/frame-rate';
import { clockAt, defaultTimecode, parseTimecode, type Timecode } from '../formats/timecode';

/** CinemaDNG 1.1: eight bytes, as SMPTE ST 331 has them. */
const timeCodesTag = 51043;

/** A function that writes into a CinemaDNG file when it is due, by the number of its frame. */
export function dngTimecodes(
  start: string = defaultTimecode,
  rate: FrameRate,
): (file: Uint8Array<ArrayBuffer>, frame: number) => void {
  const timecode = parseTimecode(start, rate);
  return (file, frame) => {
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const directory = view.getUint32(4, true);
    for (let index = 0; index < view.getUint16(directory, true); index++) {
      const at = directory + 2 + index * 12;
      if (view.getUint16(at, true) === timeCodesTag) {
        file.set(smpte331(timecode, frame), view.getUint32(at + 8, true));
      }
    }
  };
}

/** SMPTE ST 331, 8.2: frames, seconds, minutes and hours in binary-coded decimals, then user bits. */
function smpte331(timecode: Timecode, frame: number): number[] {
  const { hours, minutes, seconds, frames } = clockAt(timecode, frame);
  const dropFlag = timecode.dropFrame ? 0x40 : 0;
  return [bcd(frames) | dropFlag, bcd(seconds), bcd(minutes), bcd(hours), 0, 0, 0, 0];
}

function bcd(value: number): number {
  return (Math.floor(value / 10) << 4) | (value % 10);
}
