import type { AudioEncoderSettings, EncodedAudio, EncodedAudioPacket } from '../../src/audio/audio-source';
import { encodeAudio, type EncodeAudioOptions } from '../../src/audio/encoders/encode-audio';
import type { StereoBlock } from '../../src/audio/encoders/stereo-block';

/** Encoded sound with all its packets, for a test that looks at them. */
export interface WholeAudio extends EncodedAudio {
  packets: EncodedAudioPacket[];
}

/** As `encodeAudio`, with the packets in the result. */
export async function encodeWhole(
  settings: AudioEncoderSettings,
  input: AsyncIterable<StereoBlock>,
  options: Omit<EncodeAudioOptions, 'onPackets'>,
): Promise<WholeAudio> {
  const packets: EncodedAudioPacket[] = [];
  const onPackets = (run: EncodedAudioPacket[]): void => void packets.push(...run);
  return { ...(await encodeAudio(settings, input, { ...options, onPackets })), packets };
}
