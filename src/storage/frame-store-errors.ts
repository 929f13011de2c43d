import { ExportError } from '../errors';

export function isOutOfSpace(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
}

export function frameStoreFailed(cause: unknown): ExportError {
  return ExportError.from(cause, 'storage', {
    detail: 'frame-store-failed',
    stage: 'store',
    message: "The browser's private file system refused the captured frames.",
    remedy: 'Close other tabs of this page and try again; in a private window, use a normal one.',
    recoverable: true,
  });
}

/** The frame's bytes are not those that were written. */
export function frameCorrupted(frame: number): ExportError {
  return new ExportError('storage', {
    detail: 'frame-corrupted',
    stage: 'store',
    message: `The stored picture of frame ${frame} is damaged.`,
    remedy: 'Try again: the frames are drawn anew.',
    recoverable: true,
    frame,
  });
}
