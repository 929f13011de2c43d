import type { RenderSession, SpectrumFrame } from '../composition/composition';
import { frameTime, type FrameRate } from '../composition/frame-rate';
import { realClearTimeout, realSetTimeout } from '../composition/real-time';
import { abortReason, ExportError, throwIfAborted } from '../errors';

export interface FrameStepperOptions {
  session: RenderSession;
  frameRate: FrameRate;
  /** What an analyser would show at a frame; absent without sound. */
  spectrum?: { at(frame: number): Promise<SpectrumFrame> };
  timeoutMs: number;
  signal: AbortSignal;
}

/**
 * Draws frames by index. Time is `frame / frameRate` and nothing else.
 *
 * @throws ExportError `capture` (render-threw), `timeout` (render-timeout), `cancelled`
 */
export function createFrameStepper(options: FrameStepperOptions): (frame: number) => Promise<void> {
  const { session, frameRate, spectrum, timeoutMs, signal } = options;
  return async (frame) => {
    throwIfAborted(signal, 'render');
    const context = {
      frame,
      time: frameTime(frame, frameRate),
      signal,
      ...(spectrum === undefined ? {} : { spectrum: await spectrum.at(frame) }),
    };
    try {
      const drawn = session.renderFrame(frame, context);
      // A frame drawn at once is read in this very task: a WebGL canvas keeps its pixels no longer.
      if (drawn !== undefined) await settled(drawn, frame, timeoutMs, signal);
    } catch (cause) {
      throw ExportError.from(cause, 'capture', {
        detail: 'render-threw',
        stage: 'render',
        message: `The composition failed to draw frame ${frame}: ${cause instanceof Error ? cause.message : String(cause)}`,
        remedy: 'Look at this frame in the editor; what it draws there stops with the same error.',
        frame,
        cause,
      });
    }
  };
}

function settled(drawn: Promise<void>, frame: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = realSetTimeout(() => reject(renderTimeout(frame, timeoutMs)), timeoutMs);
    const abort = (): void => reject(abortReason(signal, 'render'));
    signal.addEventListener('abort', abort, { once: true });
    drawn.then(resolve, reject).finally(() => {
      realClearTimeout(timer);
      signal.removeEventListener('abort', abort);
    });
  });
}

function renderTimeout(frame: number, timeoutMs: number): ExportError {
  return new ExportError('timeout', {
    detail: 'render-timeout',
    stage: 'render',
    message: `The composition did not finish frame ${frame} within ${timeoutMs / 1000} seconds.`,
    remedy: 'Check what this frame waits for (an image, a video, a font), or allow more time for a frame.',
    recoverable: true,
    frame,
  });
}
