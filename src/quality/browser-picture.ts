import type { DecodedFrame } from './film';

/** A file of pictures that the browser decodes. */
export async function openImages(file: Blob, type: string): Promise<{ decoder: ImageDecoder; count: number }> {
  // What is in the file is compared, in whatever colours it is.
  const decoder = new ImageDecoder({ data: file.stream(), type, colorSpaceConversion: 'none' });
  try {
    await decoder.completed;
    return { decoder, count: decoder.tracks.selectedTrack?.frameCount ?? 0 };
  } catch (cause) {
    decoder.close();
    throw cause;
  }
}

/** A picture of the browser's as a frame, until it is closed. */
export function frameOfImage(image: VideoFrame, { timestampUs, durationUs }: Times): DecodedFrame {
  return {
    ...{ timestampUs, durationUs, width: image.displayWidth, height: image.displayHeight },
    planes: () => Promise.resolve(null),
    async read(into) {
      // Opaque pictures have no alpha to ask for.
      const format = image.format?.endsWith('X') ? 'BGRX' : 'BGRA';
      await image.copyTo(into, { format });
    },
  };
}

type Times = Pick<DecodedFrame, 'timestampUs' | 'durationUs'>;
