import type { EncodedAudio } from '../audio/audio-source';
import type { ContainerPlan } from '../formats/format';

/** Where each packet lies on the file's timeline, in seconds, and the decoder configuration to go with it. */
export interface TimedAudio {
  decoderConfig: AudioDecoderConfig;
  /** Index-aligned with the packets. A negative time is sound the player must not let out. */
  times: { timestamp: number; duration: number }[];
}

/**
 * Places encoded sound so that its first real sample plays with the first video frame, to the sample, and ends with the
 * last one. The encoder's priming comes first and gets negative times: MP4 and MOV then hide it by an edit list, and
 * Matroska players drop it.
 */
export function timeAudio(audio: EncodedAudio, container: ContainerPlan): TimedAudio {
  const { sampleRate } = audio.settings;
  const end = audio.length + audio.primingSamples;
  const times = audio.packets.map(({ startSample, sampleCount }) => ({
    timestamp: (startSample - audio.primingSamples) / sampleRate,
    // The padding at the end is cut by a shorter last packet; no packet is dropped, for decoders need it to finish.
    duration: Math.max(0, Math.min(sampleCount, end - startSample)) / sampleRate,
  }));
  return { decoderConfig: decoderConfigFor(audio, container), times };
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
