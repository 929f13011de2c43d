import type { EncodedAudioPacket } from '../audio-source';
import type { StereoBlock } from './stereo-block';

/** Everything an engine made of the sound it was given. */
export interface EncodedStream {
  decoderConfig: AudioDecoderConfig;
  primingSamples: number;
  packets: EncodedAudioPacket[];
}

/** One encoder, for one run of sound. */
export interface AudioEngine {
  /** Takes the next block; resolves when there is room for another. */
  encode(block: StereoBlock): Promise<void>;
  /** Ends the run: what is still inside the encoder comes out. */
  finish(): Promise<EncodedStream>;
  /** Frees the encoder, finished or not. Idempotent, never rejects. */
  dispose(): Promise<void>;
}
