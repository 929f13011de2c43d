import { ExportError } from '../errors';

export function goldenFrameDamaged({ compositionId, frame }: { compositionId: string; frame: number }): ExportError {
  return new ExportError('storage', {
    detail: 'frame-corrupted',
    stage: 'store',
    message: `The golden frame ${frame} of ${compositionId} is damaged.`,
    remedy: 'Update it with a picture that is right, or remove it.',
    frame,
  });
}
