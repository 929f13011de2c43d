import { ExportError } from '../errors';

/** A layer that cannot mean anything. `path` names the value that is wrong, e.g. `layers[2].opacity`. */
export function layerInvalid(path: string, message: string, remedy: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'layer-invalid',
    stage: 'capture',
    message: `${path}: ${message}`,
    remedy,
  });
}

export function canvasTainted(path: string, cause: unknown): ExportError {
  return new ExportError('capture', {
    detail: 'canvas-tainted',
    stage: 'capture',
    message: `${path} holds pixels of another origin, which the browser does not let a page read.`,
    remedy:
      'Serve the images and videos drawn into it with CORS headers (Access-Control-Allow-Origin) and set crossOrigin="anonymous" before setting their src.',
    cause,
  });
}

export function contextLost(path: string): ExportError {
  return new ExportError('capture', {
    detail: 'context-lost',
    stage: 'capture',
    message: `The drawing context of ${path} was lost, so it shows nothing.`,
    remedy: 'Close other pages that use the graphics card and try again; a smaller picture needs less graphics memory.',
    recoverable: true,
  });
}

export function elementFailed(path: string, renderer: string, cause: unknown): ExportError {
  return new ExportError('capture', {
    detail: 'dom-failed',
    stage: 'capture',
    message: `${renderer} could not turn ${path} into pixels${cause instanceof Error ? `: ${cause.message}` : '.'}`,
    remedy:
      renderer === 'html2canvas'
        ? 'Use the snapdom renderer, which knows modern CSS, or draw this layer into a canvas.'
        : 'Simplify the element (no iframes, no images of other origins) or draw this layer into a canvas.',
    cause,
  });
}

export function rendererMissing(renderer: string, cause: unknown): ExportError {
  return new ExportError('capture', {
    detail: 'dom-renderer-missing',
    stage: 'capture',
    message: `${renderer}, which turns elements into pixels, could not be loaded.`,
    remedy: 'Check the connection and try again.',
    recoverable: true,
    cause,
  });
}

export function elementTimedOut(path: string, renderer: string, timeoutMs: number): ExportError {
  return new ExportError('timeout', {
    detail: 'dom-timeout',
    stage: 'capture',
    message: `${renderer} did not turn ${path} into pixels within ${timeoutMs / 1000} s.`,
    remedy: 'Check that the fonts and images of the element load, or draw this layer into a canvas.',
    recoverable: true,
  });
}

/** What creating or filling a frame threw: an `ExportError` of its own, whatever it was. */
export function frameFailed(thrown: unknown): ExportError {
  return ExportError.from(thrown, 'capture', {
    detail: 'frame-failed',
    stage: 'capture',
    message: 'The browser could not make a frame of the layers.',
    remedy: 'Try again; if it fails again, export at a smaller size.',
    recoverable: true,
  });
}

export function isSecurityError(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'SecurityError';
}

export function readFailed({ format }: VideoFrame, cause: unknown): ExportError {
  return ExportError.from(cause, 'capture', {
    detail: 'read-failed',
    stage: 'capture',
    message: `The pixels of a captured frame (${format ?? 'opaque'}) could not be read.`,
    remedy: 'Try again; if it fails again, use a current browser.',
    recoverable: true,
  });
}
