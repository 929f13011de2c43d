import type { AudioEncoderSettings } from '../audio-source';
import type { AudioEngine, EncodedStream } from './audio-engine';
import { PacketList } from './packet-list';
import { interleave, type StereoBlock } from './stereo-block';

export type PcmCodec = 'pcm-s16' | 'pcm-s24' | 'pcm-f32';

/** Writes one sample, little-endian. */
type WriteSample = (view: DataView, at: number, sample: number) => void;

const sampleBytes: Readonly<Record<PcmCodec, number>> = { 'pcm-s16': 2, 'pcm-s24': 3, 'pcm-f32': 4 };

const writers: Readonly<Record<PcmCodec, WriteSample>> = {
  'pcm-s16': (view, at, sample) => view.setInt16(at, quantize(sample, 2 ** 15), true),
  'pcm-s24': (view, at, sample) => {
    const value = quantize(sample, 2 ** 23);
    view.setUint16(at, value & 0xffff, true);
    view.setInt8(at + 2, value >> 16);
  },
  'pcm-f32': (view, at, sample) => view.setFloat32(at, sample, true),
};

/** Plain samples, left and right by turns; one packet per block, nothing before and nothing after the sound. */
export class PcmEngine implements AudioEngine {
  readonly packets = new PacketList();
  readonly #codec: PcmCodec;
  readonly #decoderConfig: AudioDecoderConfig;

  constructor(codec: PcmCodec, { sampleRate, channels }: AudioEncoderSettings) {
    this.#codec = codec;
    this.#decoderConfig = { codec, sampleRate, numberOfChannels: channels };
  }

  encode(block: StereoBlock): Promise<void> {
    this.packets.add(encodePcm(interleave(block), this.#codec), block[0].length);
    return Promise.resolve();
  }

  finish(): Promise<EncodedStream> {
    return Promise.resolve({ decoderConfig: this.#decoderConfig, primingSamples: 0 });
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

/** Integer codecs take −1 … 1, rounded to the nearest step without dither; louder samples are clipped. */
export function encodePcm(samples: Float32Array, codec: PcmCodec): Uint8Array<ArrayBuffer> {
  const bytes = sampleBytes[codec];
  const data = new Uint8Array(samples.length * bytes);
  const view = new DataView(data.buffer);
  const write = writers[codec];
  samples.forEach((sample, i) => write(view, i * bytes, sample));
  return data;
}

function quantize(sample: number, fullScale: number): number {
  return Math.max(-fullScale, Math.min(fullScale - 1, Math.round(sample * fullScale)));
}
