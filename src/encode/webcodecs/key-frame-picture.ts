import type { EncodedSegment } from '../segment-encoder';

/** Longest edge in pixels. */
const longestEdge = 320;

/** The first picture of a segment, made small; null where the browser cannot decode it. The caller closes it. */
export async function keyFramePicture({ packets, data, decoderConfig }: EncodedSegment): Promise<ImageBitmap | null> {
  const byteLength = packets[0]?.byteLength ?? 0;
  const frames: VideoFrame[] = [];
  const decoder = new VideoDecoder({
    output: (frame) => frames.push(frame),
    error: () => undefined, // `flush` rejects with the same.
  });
  try {
    decoder.configure({ ...decoderConfig, optimizeForLatency: true });
    decoder.decode(new EncodedVideoChunk({ type: 'key', timestamp: 0, data: data.subarray(0, byteLength) }));
    await decoder.flush();
    const [frame] = frames;
    if (!frame) return null;
    const { displayWidth, displayHeight } = frame;
    const scale = Math.min(1, longestEdge / Math.max(displayWidth, displayHeight));
    return await createImageBitmap(frame, {
      resizeWidth: Math.max(1, Math.round(displayWidth * scale)),
      resizeHeight: Math.max(1, Math.round(displayHeight * scale)),
      resizeQuality: 'medium',
    });
  } catch {
    return null;
  } finally {
    for (const frame of frames) frame.close();
    if (decoder.state !== 'closed') decoder.close();
  }
}
