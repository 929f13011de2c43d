import { ffmpegCore } from '../editor/ffmpeg-core';
import { openQuality } from '../quality-api';
import { HttpGoldenFrames } from './http-golden-frames';
import { attempt } from './page-check';
import { loadComposition } from './page-composition';
import type { CheckOutcome, GoldenResult, PageGoldenRequest } from './page-protocol';

/** Draws golden frames, which the command keeps. */
export function golden(request: PageGoldenRequest): Promise<CheckOutcome<GoldenResult>> {
  const { action, frames, width, height } = request;
  const open = () => openQuality({ ffmpeg: ffmpegCore, goldenFrames: new HttpGoldenFrames(request.framesUrl) });
  return attempt(async (quality) => {
    const composition = await loadComposition(request.composition);
    const compositionId = composition.id;
    const size = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
    switch (action) {
      case 'identify':
        return { compositionId, frames: [] };
      case 'register':
        return { compositionId, frames: await quality.golden.register(composition, frames ?? [], size) };
      case 'update':
        return { compositionId, frames: await quality.golden.update(composition, frames, size) };
      case 'compare':
        return { compositionId, frames: await quality.golden.compare(composition, frames, size) };
    }
  }, open);
}
