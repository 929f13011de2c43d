import { framesPerSecond, type FrameRate } from '../composition/frame-rate';
import { ExportError } from '../errors';

/** When a film begins on the clock of the one who cut it. */
export interface Timecode {
  /** Frames from 00:00:00:00. */
  startFrame: number;
  /** Frames that are counted as a second. */
  framesPerSecond: number;
  dropFrame: boolean;
}

/**
 * Reads `hh:mm:ss:ff`, or `hh:mm:ss;ff` for drop frame.
 *
 * @throws ExportError `invalid-input` (timecode-invalid) when there is no such timecode at that rate
 */
export function parseTimecode(text: string, rate: FrameRate): Timecode {
  const match = /^(\d{2}):(\d{2}):(\d{2})([:;])(\d{2,3})$/.exec(text);
  const nominal = Math.round(framesPerSecond(rate));
  if (!match) throw invalid(text, 'It is not written like 01:00:00:00.');
  const [hours, minutes, seconds, frames] = [match[1], match[2], match[3], match[5]].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const dropFrame = match[4] === ';';
  if (hours > 23 || minutes > 59 || seconds > 59 || frames >= nominal) {
    throw invalid(text, `The largest at this rate is 23:59:59:${nominal - 1}.`);
  }
  // SMPTE ST 12-1, 5.2.2: drop frame is for 30000/1001, and by twice as many for 60000/1001.
  if (dropFrame && !(rate.den === 1001 && nominal % 30 === 0)) {
    throw invalid(text, 'Drop frame is for 29.97 and 59.94 frames per second.');
  }
  const dropped = dropFrame ? nominal / 15 : 0;
  if (dropFrame && seconds === 0 && minutes % 10 !== 0 && frames < dropped) {
    throw invalid(text, 'Drop frame leaves that number out.');
  }
  const wholeMinutes = hours * 60 + minutes;
  const skipped = dropped * (wholeMinutes - Math.floor(wholeMinutes / 10));
  return {
    startFrame: (wholeMinutes * 60 + seconds) * nominal + frames - skipped,
    framesPerSecond: nominal,
    dropFrame,
  };
}

function invalid(text: string, why: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'timecode-invalid',
    stage: 'configure',
    message: `“${text}” is no timecode of this film. ${why}`,
    remedy: 'Give hours, minutes, seconds and frames as in 01:00:00:00, with ; before the frames for drop frame.',
  });
}
