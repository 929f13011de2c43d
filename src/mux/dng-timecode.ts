import type { FrameRate } from '../composition/frame-rate';
import { parseTimecode, type Timecode } from './timecode';

/** CinemaDNG 1.1: eight bytes, as SMPTE ST 331 has them. */
const timeCodesTag = 51043;

const defaultStart = '01:00:00:00';

/** A function that writes into a CinemaDNG file when it is due, by the number of its frame. */
export function dngTimecodes(
  start: string = defaultStart,
  rate: FrameRate,
): (file: Uint8Array<ArrayBuffer>, frame: number) => void {
  const timecode = parseTimecode(start, rate);
  return (file, frame) => {
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const directory = view.getUint32(4, true);
    for (let index = 0; index < view.getUint16(directory, true); index++) {
      const at = directory + 2 + index * 12;
      if (view.getUint16(at, true) === timeCodesTag) {
        file.set(smpte331(timecode, timecode.startFrame + frame), view.getUint32(at + 8, true));
      }
    }
  };
}

/** SMPTE ST 331, 8.2: frames, seconds, minutes and hours in binary-coded decimals, then user bits. */
function smpte331({ framesPerSecond, dropFrame }: Timecode, frame: number): number[] {
  const counted = dropFrame ? withDropped(frame, framesPerSecond) : frame;
  const seconds = Math.floor(counted / framesPerSecond);
  const dropFlag = dropFrame ? 0x40 : 0;
  return [
    bcd(counted % framesPerSecond) | dropFlag,
    bcd(seconds % 60),
    bcd(Math.floor(seconds / 60) % 60),
    bcd(Math.floor(seconds / 3600) % 24),
    ...[0, 0, 0, 0],
  ];
}

/** The number that drop frame gives a frame: it leaves some out in every minute but each tenth (SMPTE ST 12-1, 5.2.2). */
function withDropped(frame: number, framesPerSecond: number): number {
  const dropped = framesPerSecond / 15;
  const perMinute = framesPerSecond * 60 - dropped;
  const perTenMinutes = perMinute * 10 + dropped;
  const tens = Math.floor(frame / perTenMinutes);
  const rest = frame % perTenMinutes;
  const minutes = rest < framesPerSecond * 60 ? 0 : 1 + Math.floor((rest - framesPerSecond * 60) / perMinute);
  return frame + dropped * (9 * tens + minutes);
}

function bcd(value: number): number {
  return (Math.floor(value / 10) << 4) | (value % 10);
}
