import type { EncodedAudio, EncodedAudioPacket } from '../audio/audio-source';
import type { ContainerPlan } from '../formats/format';

/** Where each packet lies on the file's timeline, in seconds, and the decoder configuration to go with them. */
export interface TimedAudio {
  decoderConfig: AudioDecoderConfig;
  /** A negative time is sound the player must not let out. */
  timesOf(packet: EncodedAudioPacket): { timestamp: number; duration: number };
}

/**
 * Places encoded sound so that its first real sample plays with the first video frame, to the sample, and ends with the
 * last one. The encoder's priming comes first. It gets negative times, which MP4 and MOV hide by an edit list; Opus in
 * WebM and Matroska starts at 0 instead, and its CodecDelay says how much of it to hide.
 */
export function timeAudio(audio: EncodedAudio, container: ContainerPlan): TimedAudio {
  const { sampleRate } = audio.settings;
  const origin = hasCodecDelay(audio, container) ? 0 : audio.primingSamples;
  return {
    decoderConfig: decoderConfigFor(audio, container),
    timesOf({ startSample, sampleCount }) {
      const start = startSample - origin;
      // The last packets are shortened, so that the file is as long as its picture; none is dropped, for decoders need all.
      const duration = Math.max(0, Math.min(sampleCount, audio.length - start));
      return { timestamp: start / sampleRate, duration: duration / sampleRate };
    },
  };
}

/** Whether the container tells the player how much of the start to hide, and counts time from before it. */
export function hasCodecDelay({ settings }: EncodedAudio, { kind }: ContainerPlan): boolean {
  return settings.codec === 'opus' && (kind === 'webm' || kind === 'matroska');
}

/**
 * Players take Opus' pre-skip out by themselves where the header names it. In MP4 the edit list has done so already, and
 * Chromium would do both; the header must then name none.
 */
function decoderConfigFor({ decoderConfig, settings }: EncodedAudio, container: ContainerPlan): AudioDecoderConfig {
  const { description } = decoderConfig;
  if (settings.codec !== 'opus' || container.kind !== 'isobmff' || description === undefined) return decoderConfig;
  const header = ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength).slice()
    : new Uint8Array(description).slice();
  // RFC 7845, section 5.1: pre-skip is a little-endian 16-bit number at byte 10.
  new DataView(header.buffer).setUint16(10, 0, true);
  return { ...decoderConfig, description: header };
}
