import type { EditorStore } from '../editor-store';
import { waveformPeaks } from '../waveform';
import { themeColour, type LanePainter } from './lane-canvas';

/** Paints the waveform of the composition's whole mix; nothing where it has no sound. */
export function waveformPainter(store: EditorStore): LanePainter {
  return (context, width, height) => {
    const { status } = store.getState();
    if (status.kind !== 'ready' || status.preview.audio === null) return;
    const middle = height / 2;
    context.fillStyle = themeColour('waveform');
    waveformPeaks(status.preview.audio, Math.round(width)).forEach(([low, high], column) => {
      const top = middle - high * (middle - 3);
      context.fillRect(column, top, 1, Math.max(1, middle - low * (middle - 3) - top));
    });
  };
}
