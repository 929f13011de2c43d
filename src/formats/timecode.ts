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

/** Of the first frame where nothing else is asked for. */
export const defaultTimecode = '01:00:00:00';

/** What the clock shows so many frames after the first. */
export interface ClockTime {
  hours: number;
  minutes: number;
  seconds: number;
  frames: number;
}

/** @param frame counted from the first one of the film */
export function clockAt({ startFrame, framesPerSecond: rate, dropFrame }: Timecode, frame: number): ClockTime {
  const number = startFrame + frame + (dropFrame ? droppedBefore(startFrame + frame, rate) : 0);
  const seconds = Math.floor(number / rate);
  return {
    hours: Math.floor(seconds / 3600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
    frames: number % rate,
  };
}

/** As `parseTimecode` reads it. */
export function formatTimecode(timecode: Timecode, frame: number): string {
  const { hours, minutes, seconds, frames } = clockAt(timecode, frame);
  const [h, m, s, f] = [hours, minutes, seconds, frames].map((value) => String(value).padStart(2, '0'));
  return `${h}:${m}:${s}${timecode.dropFrame ? ';' : ':'}${f}`;
}

/** Numbers that drop frame has left out up to a frame: some in every minute but each tenth (SMPTE ST 12-1, 5.2.2). */
function droppedBefore(frame: number, rate: number): number {
  const dropped = rate / 15;
  const perMinute = rate * 60 - dropped;
  const perTenMinutes = perMinute * 10 + dropped;
  const rest = frame % perTenMinutes;
  const minutes = rest < rate * 60 ? 0 : 1 + Math.floor((rest - rate * 60) / perMinute);
  return dropped * (9 * Math.floor(frame / perTenMinutes) + minutes);
}

function invalid(text: string, why: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'timecode-invalid',
    stage: 'configure',
    message: `“${text}” is no timecode of this film. ${why}`,
    remedy: 'Give hours, minutes, seconds and frames as in 01:00:00:00, with ; before the frames for drop frame.',
  });
}
