import type { PacketList } from './packet-list';
import type { StereoBlock } from './stereo-block';

/** What there is to know of the packets an engine has made. */
export interface EncodedStream {
  decoderConfig: AudioDecoderConfig;
  primingSamples: number;
}

/** One encoder, for one run of sound. */
export interface AudioEngine {
  /** What has come out so far. */
  readonly packets: PacketList;
  /** Takes the next block; resolves when there is room for another. */
  encode(block: StereoBlock): Promise<void>;
  /** Ends the run: what is still inside the encoder comes out. */
  finish(): Promise<EncodedStream>;
  /** Frees the encoder, finished or not. Idempotent, never rejects. */
  dispose(): Promise<void>;
}
