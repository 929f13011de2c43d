import type { FrameRate } from '../../index';
import { frameRateOf, type EditorStore } from '../editor-store';
import { timecode } from '../timecode';
import { themeColour, type LanePainter } from './lane-canvas';

export const rulerFont = '10.5px Inter, system-ui, sans-serif';

/** Least distance between two labels, in pixels. */
const labelSpacing = 84;

/** Paints ticks and timecodes along the whole composition. */
export function rulerPainter(store: EditorStore): LanePainter {
  return (context, width, height) => {
    const state = store.getState();
    const frames = state.composition.durationInFrames;
    const rate = frameRateOf(state);
    const { major, minor } = tickSteps(frames, width, rate);
    const x = (frame: number) => (frame / frames) * width;
    context.font = rulerFont;
    context.textBaseline = 'middle';
    context.fillStyle = themeColour('tick');
    for (let frame = 0; frame < frames; frame += minor) context.fillRect(Math.round(x(frame)), height - 4, 1, 4);
    for (let frame = 0; frame < frames; frame += major) {
      context.fillStyle = themeColour('tick-major');
      context.fillRect(Math.round(x(frame)), height - 9, 1, 9);
      context.fillStyle = themeColour('text-muted');
      context.fillText(timecode(frame, rate), Math.round(x(frame)) + 5, height / 2 - 2);
    }
  };
}

/** Frames between labels and between ticks, so that neither crowd. */
function tickSteps(frames: number, width: number, rate: FrameRate): { major: number; minor: number } {
  const second = Math.round(rate.num / rate.den);
  const steps = [1, 2, 5, 10, ...[0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600].map((s) => Math.round(s * second))];
  const perPixel = frames / width;
  const major = steps.find((step) => step / perPixel >= labelSpacing) ?? Math.ceil(frames / 2);
  const minor = [1, 2, 5, 10, second / 2, second, 5 * second].findLast(
    (step) => Number.isInteger(step) && step < major && major % step === 0 && step / perPixel >= 5,
  );
  return { major, minor: minor ?? major };
}
