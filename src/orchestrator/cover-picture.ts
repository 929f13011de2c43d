/** Longest edge of a cover in pixels: what file browsers show at the most. */
const longestEdge = 1280;

/** JPEG bytes of a frame, scaled down to a cover's size. The frame stays the caller's. */
export async function coverPicture(frame: VideoFrame): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = fit(frame, longestEdge);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d', { alpha: false })!.drawImage(frame, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  return new Uint8Array(await blob.arrayBuffer());
}

/** A picture of a frame for a progress display, `edge` pixels at its longest. The frame stays the caller's. */
export function thumbnail(frame: VideoFrame, edge: number): Promise<ImageBitmap> {
  const { width, height } = fit(frame, edge);
  return createImageBitmap(frame, { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' });
}

function fit({ displayWidth, displayHeight }: VideoFrame, edge: number): { width: number; height: number } {
  const scale = Math.min(1, edge / Math.max(displayWidth, displayHeight));
  return {
    width: Math.max(1, Math.round(displayWidth * scale)),
    height: Math.max(1, Math.round(displayHeight * scale)),
  };
}
