import { ExportError } from '../../errors';
import type { FfmpegRun } from './ffmpeg-core';

/** A run of ffmpeg that failed, as what the export fails with: worth another try where the core itself broke. */
export function ffmpegFailed({ crashed, log }: FfmpegRun, code: 'encoder' | 'muxer'): ExportError {
  const outOfMemory = /cannot allocate memory|out of memory|memory access out of bounds/i.test(log);
  return new ExportError(code, {
    detail: outOfMemory ? 'ffmpeg-out-of-memory' : crashed ? 'ffmpeg-crashed' : 'ffmpeg-failed',
    stage: code === 'encoder' ? 'encode' : 'mux',
    message: `ffmpeg ${crashed ? 'stopped working' : 'reported an error'}. The end of its log:\n${log}`,
    remedy: outOfMemory
      ? 'Export a smaller picture, or close other tabs.'
      : 'Try again; if it happens again, choose another format or size.',
    recoverable: crashed || outOfMemory,
  });
}
