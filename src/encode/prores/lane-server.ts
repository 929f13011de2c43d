import * as Comlink from 'comlink';
import { ExportError } from '../../errors';
import { ProResFrameEncoder } from './prores-encoder';
import type { EncodedFrame, PixelBuffer, ProResLaneApi } from './frame-lanes';

/** What a lane's worker answers: one encoder, a frame at a time. */
export function createProResLaneApi(): ProResLaneApi {
  let encoder: ProResFrameEncoder | undefined;
  return {
    async open(settings) {
      encoder = await ProResFrameEncoder.open(settings);
    },
    encode(frame: number, pixels: PixelBuffer): EncodedFrame {
      if (!encoder) throw notOpen(frame);
      const data = encoder.encode(pixels, frame);
      const moved: Transferable[] = [data.buffer];
      if (pixels instanceof ArrayBuffer) moved.push(pixels);
      return Comlink.transfer({ data, pixels }, moved);
    },
    holdLock: (name) =>
      new Promise((held, failed) => {
        navigator.locks
          .request(name, () => {
            held();
            return new Promise<never>(() => undefined);
          })
          .catch(failed);
      }),
  };
}

function notOpen(frame: number): ExportError {
  return new ExportError('internal', {
    detail: 'lane-not-open',
    stage: 'encode',
    message: 'A frame came before the lane was told what to encode.',
    remedy: 'This is a fault of the export module; please report it.',
    frame,
  });
}
