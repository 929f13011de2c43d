import { GoldenFrames, type GoldenFrameFiles } from '../quality/golden-frames';
import { GoldenFrameStore } from '../storage/golden-frame-store';
import type { QualityWorkerApi } from './protocol';

type GoldenFrameWork = Pick<QualityWorkerApi, 'writeGolden' | 'compareGolden'>;

/** Golden frames, in the browser's own store or wherever the host keeps them. */
export function goldenFrameWork(): GoldenFrameWork {
  const own = new GoldenFrameStore();
  const framesIn = (files: GoldenFrameFiles = own): GoldenFrames => new GoldenFrames(files);
  return {
    writeGolden: (how, { compositionId, frame }, picture, files) => framesIn(files)[how](compositionId, frame, picture),
    compareGolden: ({ compositionId, frame }, picture, gates, files) =>
      framesIn(files).compare(compositionId, frame, picture, gates),
  };
}
