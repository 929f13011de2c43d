/** TIFF 6.0, section 18. */
const extraSamples = 338;
const associatedAlpha = 1;

/**
 * Says in a TIFF of ffmpeg's, little-endian with one directory, that its colours are multiplied by alpha, where ffmpeg
 * always says that they are not. In place.
 *
 * @throws RangeError where nothing is said of alpha
 */
export function markAssociatedAlpha(tiff: Uint8Array): Uint8Array {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const directory = view.getUint32(4, true);
  const entries = view.getUint16(directory, true);
  for (let at = directory + 2; at < directory + 2 + entries * 12; at += 12) {
    if (view.getUint16(at, true) !== extraSamples) continue;
    view.setUint16(at + 8, associatedAlpha, true);
    return tiff;
  }
  throw new RangeError('No ExtraSamples in this file.');
}
