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

/** Decodes every frame with `@mediabunny/prores`, to the format the packets are in: what the browser has is not asked. */
export async function decodeWithMediabunny(file: File): Promise<DecodedFrame[]> {
  registerProresDecoder();
  const { VideoFrame } = globalThis;
  Reflect.deleteProperty(globalThis, 'VideoFrame');
  try {
    return await decode(file);
  } finally {
    Object.assign(globalThis, { VideoFrame });
  }
}

async function decode(file: File): Promise<DecodedFrame[]> {
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
