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
}

export interface EncodedAudioPacket {
  data: Uint8Array<ArrayBuffer>;
  /** First decoded sample, counted from the first one the decoder gives (priming included). */
  startSample: number;
  sampleCount: number;
}
