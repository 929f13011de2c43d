import { ffmpeg } from './media-tools';
import type { DecodedFrame } from './prores-mov';

function planesOf(bytes: Uint8Array<ArrayBuffer>, format: string, width: number, height: number): Uint16Array[] {
  const samples = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1);
  const chroma = (format.includes('422') ? (width + 1) >> 1 : width) * height;
  const lengths = [width * height, chroma, chroma, ...(format.includes('yuva') ? [width * height] : [])];
  let at = 0;
  return lengths.map((length) => samples.subarray(at, (at += length)));
}

/** Decodes every frame with ffmpeg to the format it decodes to by itself. @throws Error with whatever it has to say */
export async function decodeWithFfmpeg(
  file: File,
  format: string,
  width: number,
  height: number,
): Promise<DecodedFrame[]> {
  const output = ['-f', 'rawvideo', '-pix_fmt', format, '-'];
  const { exitCode, bytes, stderr } = await ffmpeg(file, 'mov', ['-v', 'warning', '-i', '{in}', ...output]);
  if (exitCode !== 0 || stderr !== '') throw new Error(`ffmpeg: ${stderr}`);
  const frameBytes = 2 * planesOf(bytes, format, width, height).reduce((sum, plane) => sum + plane.length, 0);
  return Array.from({ length: bytes.length / frameBytes }, (_, index) => ({
    format,
    planes: planesOf(bytes.slice(index * frameBytes, (index + 1) * frameBytes), format, width, height),
  }));
}
