import { canvasTainted, frameFailed, isSecurityError } from './capture-errors';
import { primariesOf } from './pixel-reader';
import { hasPixelSource, type StageArea, type StageLayer } from './stage-layer';

type PlainCanvasLayer = StageLayer<HTMLCanvasElement | OffscreenCanvas>;

/** True for a canvas that is the whole picture as it stands. */
export function isPlainCanvas(layer: StageLayer, stage: StageArea): layer is PlainCanvasLayer {
  return (
    hasPixelSource(layer) &&
    !(layer.source instanceof ImageBitmap) &&
    layer.source.width === stage.width &&
    layer.source.height === stage.height &&
    layer.opacity === 1 &&
    layer.operation === 'source-over' &&
    layer.filter === null &&
    layer.transform === null
  );
}

/**
 * The canvas as a frame, without a copy where the browser can do without. Where the canvas is translucent the frame
 * shows it over black unless `alpha` is kept: a canvas holds colour multiplied by alpha, and alpha is dropped, not
 * divided out (a test holds browsers to that).
 *
 * @param colourSpace what the frame's pixels will be read in
 * @returns null for a canvas of another colour space that only the compositor can convert: one with a wider gamut, which
 * has to be clipped, or with alpha
 * @throws ExportError capture/canvas-tainted, frame-failed
 */
export function captureSingleCanvas(
  layer: PlainCanvasLayer,
  timestampUs: number,
  alpha: boolean,
  colourSpace: PredefinedColorSpace,
): VideoFrame | null {
  const frame = frameOf(layer, timestampUs, alpha);
  const { primaries } = frame.colorSpace;
  if (primaries === primariesOf[colourSpace] || (primaries === primariesOf.srgb && !alpha)) return frame;
  frame.close();
  return null;
}

function frameOf(layer: PlainCanvasLayer, timestampUs: number, alpha: boolean): VideoFrame {
  try {
    return new VideoFrame(layer.source, { timestamp: timestampUs, alpha: alpha ? 'keep' : 'discard' });
  } catch (error) {
    throw isSecurityError(error) ? canvasTainted(`${layer.path}.source`, error) : frameFailed(error);
  }
}
