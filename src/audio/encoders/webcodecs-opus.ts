import { ExportError } from '../../errors';
import type { AudioEncoderSettings } from '../audio-source';
import type { AudioEngine, EncodedStream } from './audio-engine';
import { PacketList } from './packet-list';
import { interleave, type StereoBlock } from './stereo-block';
import { opusPreSkip, opusSampleCount, withPreSkip } from './opus-packet';

/** Hz: what every Opus packet decodes to (RFC 6716 §2). */
const opusSampleRate = 48000;

/** Blocks in the encoder before the next one has to wait. */
const queueLimit = 8;

/**
 * Opus through the browser's own encoder.
 *
 * Some silence is encoded ahead of the sound, so that priming lasts a whole number of milliseconds: WebM and Matroska
 * count in those, and half of one would be lost between sound and picture.
 */
export class OpusEngine implements AudioEngine {
  readonly #settings: AudioEncoderSettings;
  readonly #encoder: AudioEncoder;
  readonly packets = new PacketList();
  #decoderConfig: AudioDecoderConfig | null = null;
  readonly #preSkip: number;
  #samplesIn = 0;
  #failure: DOMException | null = null;
  /** Ends the wait for room in the encoder. */
  #wake = (): void => {};

  private constructor(settings: AudioEncoderSettings, preSkip: number) {
    this.#settings = settings;
    this.#preSkip = preSkip;
    this.#encoder = new AudioEncoder({
      output: (chunk, metadata) => {
        this.#take(chunk, metadata);
      },
      error: (error) => {
        this.#failure = error;
        this.#wake();
      },
    });
    this.#encoder.ondequeue = () => {
      this.#wake();
    };
    this.#encoder.configure(encoderConfig(settings));
    const silence = millisecondsUp(preSkip) - preSkip;
    if (silence > 0) this.#put([new Float32Array(silence), new Float32Array(silence)]);
  }

  /** @throws ExportError `unsupported`: audio-codec-unavailable, audio-sample-rate-unsupported */
  static async open(settings: AudioEncoderSettings): Promise<OpusEngine> {
    // Browsers take other rates and resample, but packets, priming and length then count in two different samples.
    if (settings.sampleRate !== opusSampleRate) throw sampleRateUnsupported(settings.sampleRate);
    const { supported } =
      typeof AudioEncoder === 'undefined'
        ? { supported: false }
        : await AudioEncoder.isConfigSupported(encoderConfig(settings));
    if (supported === true) return new OpusEngine(settings, await measurePreSkip(settings));
    throw new ExportError('unsupported', {
      detail: 'audio-codec-unavailable',
      stage: 'audio',
      message: `This browser cannot encode Opus at ${settings.sampleRate} Hz and ${settings.bitrate} bits/s.`,
      remedy:
        'Choose AAC (MP4, MOV, MKV) or PCM (MOV), which work in every browser, another bitrate, or export without sound.',
    });
  }

  async encode(block: StereoBlock): Promise<void> {
    this.#throwIfFailed();
    this.#put(block);
    while (this.#failure === null && this.#encoder.encodeQueueSize > queueLimit) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    this.#throwIfFailed();
  }

  #put(block: StereoBlock): void {
    const { sampleRate, channels } = this.#settings;
    const data = new AudioData({
      format: 'f32',
      sampleRate,
      numberOfChannels: channels,
      numberOfFrames: block[0].length,
      timestamp: Math.round((this.#samplesIn * 1e6) / sampleRate),
      data: interleave(block),
    });
    try {
      this.#encoder.encode(data);
    } finally {
      data.close();
    }
    this.#samplesIn += block[0].length;
  }

  async finish(): Promise<EncodedStream> {
    // Pads the last frame with silence and gives out what the encoder's look-ahead still holds.
    await this.#encoder.flush();
    this.#throwIfFailed();
    const description = this.#decoderConfig?.description;
    if (!(description instanceof Uint8Array) || opusPreSkip(description) !== this.#preSkip) throw headerMissing();
    const primingSamples = millisecondsUp(this.#preSkip);
    const header = withPreSkip(new Uint8Array(description), primingSamples);
    return { decoderConfig: { ...this.#decoderConfig!, description: header }, primingSamples };
  }

  dispose(): Promise<void> {
    if (this.#encoder.state !== 'closed') this.#encoder.close();
    this.#wake();
    return Promise.resolve();
  }

  #take(chunk: EncodedAudioChunk, metadata: EncodedAudioChunkMetadata | undefined): void {
    const data = new Uint8Array(chunk.byteLength);
    chunk.copyTo(data);
    this.packets.add(data, opusSampleCount(data));
    if (metadata?.decoderConfig !== undefined) this.#decoderConfig = copyConfig(metadata.decoderConfig);
  }

  #throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure;
  }
}

/** What the encoder says it puts before the sound, found by encoding a little silence. */
async function measurePreSkip(settings: AudioEncoderSettings): Promise<number> {
  const found: { preSkip: number | null } = { preSkip: null };
  const encoder = new AudioEncoder({
    output: (_chunk, metadata) => {
      const description = metadata?.decoderConfig && copyConfig(metadata.decoderConfig).description;
      if (description instanceof Uint8Array) found.preSkip = opusPreSkip(description);
    },
    error: () => undefined, // `flush` rejects with it.
  });
  try {
    encoder.configure(encoderConfig(settings));
    const { channels, sampleRate } = settings;
    const data = new AudioData({
      format: 'f32',
      sampleRate,
      numberOfChannels: channels,
      numberOfFrames: 960,
      timestamp: 0,
      data: new Float32Array(960 * channels),
    });
    encoder.encode(data);
    data.close();
    await encoder.flush();
  } finally {
    if (encoder.state !== 'closed') encoder.close();
  }
  if (found.preSkip === null) throw headerMissing();
  return found.preSkip;
}

/** Samples at 48 kHz, rounded up to whole milliseconds. */
function millisecondsUp(samples: number): number {
  return Math.ceil(samples / 48) * 48;
}

function headerMissing(): ExportError {
  return new ExportError('encoder', {
    detail: 'audio-header-missing',
    stage: 'audio',
    message: 'The browser encoded Opus without saying how many samples to skip, so sound and picture would not meet.',
    remedy: 'Choose AAC or PCM, or another browser.',
  });
}

function sampleRateUnsupported(sampleRate: number): ExportError {
  return new ExportError('unsupported', {
    detail: 'audio-sample-rate-unsupported',
    stage: 'audio',
    message: `Opus is always at ${opusSampleRate} Hz, not at ${sampleRate} Hz.`,
    remedy: `Choose ${opusSampleRate} Hz, or another audio codec.`,
  });
}

function encoderConfig({ sampleRate, channels, bitrate }: AudioEncoderSettings): AudioEncoderConfig {
  return { codec: 'opus', sampleRate, numberOfChannels: channels, bitrate };
}

/** Bytes of our own: they are stored and sent on. */
function copyConfig({ description, ...config }: AudioDecoderConfig): AudioDecoderConfig {
  if (description === undefined) return config;
  const bytes = ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description);
  return { ...config, description: new Uint8Array(bytes) };
}
