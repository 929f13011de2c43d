import { registerProresDecoder } from '@mediabunny/prores';
import {
  ALL_FORMATS,
  BlobSource,
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Input,
  MovOutputFormat,
  Output,
  VideoSampleSink,
} from 'mediabunny';
import { ffmpeg } from './media-tools';

/** Packets as a QuickTime file of 25 frames/s. */
export async function proResFile(packets: readonly Uint8Array[], decoderConfig: VideoDecoderConfig): Promise<File> {
  const target = new BufferTarget();
  const output = new Output({ format: new MovOutputFormat(), target });
  const source = new EncodedVideoPacketSource('prores');
  output.addVideoTrack(source, { frameRate: 25 });
  await output.start();
  for (const [index, packet] of packets.entries()) {
    await source.add(new EncodedPacket(packet, 'key', index / 25, 1 / 25), { decoderConfig });
  }
  await output.finalize();
  return new File([target.buffer!], 'prores.mov');
}

/** The planes of one frame, 16 bits a sample. */
export interface DecodedFrame {
  format: string;
  planes: Uint16Array[];
}

function planesOf(bytes: Uint8Array<ArrayBuffer>, format: string, width: number, height: number): Uint16Array[] {
  const samples = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1);
  const chroma = (format.includes('422') ? (width + 1) >> 1 : width) * height;
  const lengths = [width * height, chroma, chroma, ...(/yuva/.test(format) ? [width * height] : [])];
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

/** Decodes every frame with `@mediabunny/prores`. */
export async function decodeWithMediabunny(file: File): Promise<{ format: string; planes: Uint16Array[] }[]> {
  registerProresDecoder();
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS });
  const track = (await input.getPrimaryVideoTrack())!;
  const frames: DecodedFrame[] = [];
  for await (const sample of new VideoSampleSink(track).samples()) {
    const { format } = sample;
    const bytes = new Uint8Array(sample.allocationSize());
    const layout = await sample.copyTo(bytes);
    frames.push({
      format: format ?? 'none',
      planes: layout.map(({ offset }, plane) => {
        const end = layout[plane + 1]?.offset ?? bytes.length;
        return new Uint16Array(bytes.buffer.slice(offset, end));
      }),
    });
    sample.close();
  }
  input.dispose();
  return frames;
}
