/** Frames since midnight as `hh:mm:ss:ff`; with `;` before the frames where numbers are dropped (SMPTE ST 12-1). */
export function timecodeOf(frame: number, perSecond: number, drop: boolean): string | null {
  if (perSecond === 0) return null;
  const number = drop ? withDropped(frame, perSecond) : frame;
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(number / perSecond);
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${time}${drop ? ';' : ':'}${two(number % perSecond)}`;
}

/** Two numbers of thirty a second are left out every minute but each tenth. */
function withDropped(frame: number, perSecond: number): number {
  const dropped = Math.round(perSecond / 15);
  const minute = perSecond * 60 - dropped;
  const tenMinutes = minute * 10 + dropped;
  const tens = Math.floor(frame / tenMinutes);
  const rest = frame % tenMinutes;
  const minutes = rest < dropped ? 0 : Math.floor((rest - dropped) / minute);
  return frame + dropped * (9 * tens + minutes);
}
