import { ExportError } from '../../errors';

export function clockRunaway(message: string): ExportError {
  return new ExportError('capture', {
    detail: 'clock-runaway',
    stage: 'render',
    message,
    remedy: 'Let the composition wait with requestAnimationFrame, a timer or a promise, and start no endless timers.',
  });
}

export function clockBusy(): ExportError {
  return new ExportError('capture', {
    detail: 'clock-busy',
    stage: 'prepare',
    message: 'Another composition already runs on the virtual clock of this page.',
    remedy: 'Close the preview or wait for the other export to end, then try again.',
    recoverable: true,
  });
}

export function clockGone(): ExportError {
  return new ExportError('capture', {
    detail: 'clock-uninstalled',
    stage: 'render',
    message: 'The virtual clock was taken away while a frame was being drawn.',
    remedy: 'Open the composition again.',
  });
}

export function clockBackwards(fromMs: number, toMs: number): ExportError {
  return new ExportError('capture', {
    detail: 'clock-backwards',
    stage: 'render',
    message: `The virtual clock stands at ${fromMs} ms and cannot go to ${toMs} ms.`,
    remedy: 'Ask for frames in order, or open the composition again to start over.',
  });
}

export function renderThrew(thrown: unknown): ExportError {
  return ExportError.from(thrown, 'capture', {
    detail: 'render-threw',
    stage: 'render',
    message: `The composition failed while drawing: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    remedy: 'Correct the error in the composition.',
  });
}

export function mediaFailed(source: string, cause: unknown): ExportError {
  return new ExportError('capture', {
    detail: 'media-failed',
    stage: 'render',
    message: `A video or sound in the composition cannot be played: ${source || 'it has no source'}.`,
    remedy: 'Check that the file exists, can be read from this page and is in a format the browser plays.',
    cause,
  });
}
