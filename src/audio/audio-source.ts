import type { LoudnessTarget } from '../formats/loudness-targets';

/** The sound of an export, ready to be read: resampled once, not yet summed, of long sources not yet decoded. */
export interface AudioMix {
  /** Hz. */
  readonly sampleRate: number;
  /** Always 2: left and right. */
  readonly channels: 2;
  /** Whole length of the composition's timeline in samples. */
  readonly length: number;
  /**
   * The mix from sample `start` of the timeline, one array of `count` samples per channel. Samples outside the timeline
   * or outside every track are zero. The same call gives the same bits.
   *
   * @throws ExportError `audio`: audio-missing, audio-corrupt; `cancelled`
   */
  read(start: number, count: number): Promise<[left: Float32Array<ArrayBuffer>, right: Float32Array<ArrayBuffer>]>;
}

/** What the sound of a file is in. */
export type AudioCodec = EncoderCodec | 'flac';

/** What is encoded here; ffmpeg packs the rest of PCM when it puts a file together. */
export type EncoderCodec = 'aac' | 'opus' | 'pcm-s16' | 'pcm-s24' | 'pcm-f32';

export interface AudioEncoderSettings {
  codec: EncoderCodec;
  sampleRate: number;
  channels: number;
  /** bits/s; ignored by PCM. */
  bitrate: number;
}

/** Encoded sound apart from its packets, of which there may be hours. */
export interface EncodedAudio {
  settings: AudioEncoderSettings;
  decoderConfig: AudioDecoderConfig;
  /** Samples the encoder puts before the first sample of the input; the muxer must hide them. */
  primingSamples: number;
  /** Length of the input in samples; what is decoded beyond it must be hidden. */
  length: number;
  packetCount: number;
  /** Where its loudness was set, or was to be. */
  loudness?: LoudnessReport;
}

/** A short run of a sound, by which another can be laid against it. */
export interface SoundExcerpt {
  /** Samples from the first of the sound. */
  start: number;
  /** Which one it is of. */
  channel: number;
  samples: Float32Array<ArrayBuffer>;
}

/** Loudness by BS.1770-4 and EBU Tech 3341 and 3342; null where there is none: silence, or a sound too short. */
export interface SoundLoudness {
  seconds: number;
  /** LUFS. Null below 400 ms, and where nothing is above −70 LUFS. */
  integrated: number | null;
  /** Loudness range (LRA) in LU. Null below 3 s. */
  range: number | null;
  /** Greatest momentary loudness, over 400 ms, LUFS. */
  momentaryMax: number | null;
  /** Greatest short-term loudness, over 3 s, LUFS. */
  shortTermMax: number | null;
  /** dBTP. */
  truePeak: number | null;
}

/** What became of the loudness of a sound, measured before and after. Before an encoder, that is: a lossy one changes it. */
export interface LoudnessReport {
  target: LoudnessTarget;
  /**
   * `reached`: within 0.1 LU and below the ceiling. `missed`: as near as it gets. `silent`, `too-short` (below 400 ms),
   * `damaged` (a sample is not a number): nothing was changed.
   */
  outcome: 'reached' | 'missed' | 'silent' | 'too-short' | 'damaged';
  /** dB. */
  gain: number;
  /** Whether peaks had to be limited. */
  limited: boolean;
  before: SoundLoudness;
  after: SoundLoudness;
  /** What the user should be told, in a sentence; null: nothing. */
  warning: string | null;
}

export interface EncodedAudioPacket {
  data: Uint8Array<ArrayBuffer>;
  /** First decoded sample, counted from the first one the decoder gives (priming included). */
  startSample: number;
  sampleCount: number;
}
