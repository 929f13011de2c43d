import type { FrameCapture } from '../capture/frame-capture';
import { readPixels } from '../capture/pixel-reader';
import { ScaledReader } from '../capture/scaled-reader';
import type { ExportSettings } from '../formats/format';
import { stageSizeOf } from '../formats/pixel-aspect';
import { captureFormat } from './capture-format';

/** Reads a captured frame as one of the files of a pass wants it. The frame stays the caller's. */
export type FrameReader = (frame: VideoFrame, into: ArrayBuffer) => Promise<void>;

/** @param first whose stage size and format the capture has; `checkOutputs` says what can be read of it. */
export function frameReader(own: ExportSettings, first: ExportSettings, capture: FrameCapture): FrameReader {
  const { width, height, video } = own;
  const { colourSpace, pixelFormat } = captureFormat(own);
  const drawn = stageSizeOf(first);
  if (width !== drawn.width || height !== drawn.height) {
    const scaled = new ScaledReader(width, height, { alpha: video.alpha !== undefined, colourSpace });
    return (frame, into) => scaled.read(frame, into);
  }
  const captured = captureFormat(first);
  if (colourSpace === captured.colourSpace && pixelFormat === captured.pixelFormat) {
    return (frame, into) => capture.read(frame, into);
  }
  return (frame, into) => readPixels(frame, into, colourSpace);
}
