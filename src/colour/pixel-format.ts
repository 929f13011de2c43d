/**
 * How a frame's pixels travel. `bgra8`: bytes, colours multiplied by alpha, as canvases have them. `rgba-f16`: half floats
 * of which 0 is black and 1 is white, beyond them where the canvas is; straight alpha.
 */
export type PixelFormat = 'bgra8' | 'rgba-f16';

/** Bytes of a pixel. */
export const pixelBytes: Readonly<Record<PixelFormat, number>> = { bgra8: 4, 'rgba-f16': 8 };
